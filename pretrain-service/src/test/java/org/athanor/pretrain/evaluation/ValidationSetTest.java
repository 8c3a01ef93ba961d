package org.athanor.pretrain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.athanor.pretrain.TinyDatasets;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationSetTest {

    private static final Tokenizer TOKENIZER = TinyDatasets.TOKENIZER;
    private static Engine engine;
    private static LanguageModel model;

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        engine = Engine.open(new EngineOptions("cpu", "f32", 1));
        model =
                LanguageModel.initialise(
                        engine,
                        DecoderConfig.llama(TOKENIZER.vocabularySize(), 16, 1, 2, 2, 32, 16, true),
                        1);
    }

    @AfterAll
    static void close() {
        model.close();
        engine.close();
    }

    @Test
    void shouldCountEveryTokenAndByteOfAWindowButTheFirst() throws IOException {
        // Given: eleven bytes and a separator; windows of 4 leave the last tokens out
        write("hello world");
        try (TokenShard shard = TokenShard.open(folder, "validation")) {

            // When
            ValidationSet set = ValidationSet.ofWindows(shard, 5, 100, 2);
            ValidationLoss loss = set.measure(model::logProbs, TOKENIZER, () -> {});

            // Then
            assertEquals(2, set.size());
            assertEquals(8, loss.tokens());
            assertEquals(8, loss.bytes());
            // New weights know nothing: about ln 261 nats a token
            assertEquals(Math.log(261), loss.perToken(), 0.3);
        }
    }

    @Test
    void shouldGiveSeparatorsNoBytes() throws IOException {
        // Given
        write("abc");
        try (TokenShard shard = TokenShard.open(folder, "validation")) {

            // When: the split is shorter than a window and becomes one
            ValidationLoss loss =
                    ValidationSet.ofWindows(shard, 16, 100, 2)
                            .measure(model::logProbs, TOKENIZER, () -> {});

            // Then
            assertEquals(3, loss.tokens());
            assertEquals(2, loss.bytes());
        }
    }

    @Test
    void shouldMeasureCompletionsAlone() throws IOException {
        // Given: "rain" and the end of the turn count
        RenderedChat chat = TOKENIZER.chatTemplate().render("cat?", "rain");
        try (TokenShardWriter writer =
                TokenShardWriter.create(folder, "validation", TOKENIZER.vocabularySize(), true)) {
            writer.append(chat.tokens(), chat.lossMask());
        }
        try (TokenShard shard = TokenShard.open(folder, "validation")) {

            // When
            ValidationLoss loss =
                    ValidationSet.ofExamples(new Examples(shard, 16), 10, 4)
                            .measure(model::logProbs, TOKENIZER, () -> {});

            // Then
            assertEquals(5, loss.tokens());
            assertEquals(4, loss.bytes());
        }
    }

    @Test
    void shouldForetellEveryTokenFromItsOwnDocumentAlone() throws IOException {
        // Given: two documents in one window
        write("abc", "defg");
        int end = TOKENIZER.endOfText();
        int[] first = {'a', 'b', 'c', end};
        int[] second = {end, 'd', 'e', 'f', 'g', end};
        try (TokenShard shard = TokenShard.open(folder, "validation")) {

            // When
            ValidationLoss within =
                    ValidationSet.ofDocuments(shard, 16, end, 100, 2)
                            .measure(model::logProbs, TOKENIZER, () -> {});
            ValidationLoss across =
                    ValidationSet.ofWindows(shard, 16, 100, 2)
                            .measure(model::logProbs, TOKENIZER, () -> {});

            // Then: what the two cost alone, over the same tokens
            double alone = 0;
            for (int[] document : new int[][] {ids(first), ids(second)}) {
                for (float logProb : model.logProbs(new int[][] {document}, 1)[0]) {
                    alone -= logProb;
                }
            }
            assertEquals(alone, within.nats(), 1e-4);
            assertEquals(8, within.tokens());
            assertEquals(across.tokens(), within.tokens());
            assertEquals(across.bytes(), within.bytes());
            assertTrue(Math.abs(across.nats() - within.nats()) > 1e-3, "another question");
        }
    }

    @Test
    void shouldMeasureAMixtureByItsWeightsHoweverMuchOfEachWasMeasured() {
        // Given: 2 nats a token of 4 bytes, 5 of one, and a split of nothing
        ValidationMixture mixture =
                new ValidationMixture(
                        List.of(
                                part("a", 3, new ValidationLoss(20, 10, 40)),
                                part("b", 1, new ValidationLoss(500, 100, 100)),
                                part("c", 9, ValidationLoss.NONE)));

        // When
        ValidationLoss loss = mixture.measure(model::logProbs, TOKENIZER, () -> {});

        // Then
        assertEquals((3 * 2 + 5) / 4.0, loss.perToken(), 1e-9);
        assertEquals((3 * 2 + 5) / Math.log(2) / (3 * 4 + 1), loss.bitsPerByte(), 1e-2);
        assertEquals(
                List.of(
                        "validationLoss",
                        "bitsPerByte",
                        "validationLoss.a",
                        "bitsPerByte.a",
                        "validationLoss.b",
                        "bitsPerByte.b"),
                List.copyOf(loss.figures().keySet()));
        assertEquals(5, loss.figures().get("validationLoss.b"));
    }

    private static ValidationMixture.Part part(String label, double weight, ValidationLoss loss) {
        return new ValidationMixture.Part(label, weight, (reader, tokenizer, between) -> loss);
    }

    /** Ids of characters, which are bytes of the vocabulary, and of a special token. */
    private static int[] ids(int[] characters) {
        return Arrays.stream(characters)
                .map(
                        c ->
                                c == TOKENIZER.endOfText()
                                        ? c
                                        : TOKENIZER.encode(Character.toString(c))[0])
                .toArray();
    }

    @Test
    void shouldMeasureAtMostSoManyAndStopWhenTold() throws IOException {
        // Given
        write("a longer text of many small windows");
        try (TokenShard shard = TokenShard.open(folder, "validation")) {
            ValidationSet set = ValidationSet.ofWindows(shard, 3, 5, 2);

            // Then
            assertEquals(5, set.size());
            assertThrows(
                    CancellationException.class,
                    () ->
                            set.measure(
                                    model::logProbs,
                                    TOKENIZER,
                                    () -> {
                                        throw new CancellationException();
                                    }));
        }
    }

    @Test
    void shouldBeEmptyWithoutText() throws IOException {
        // Given
        try (TokenShardWriter writer =
                TokenShardWriter.create(folder, "validation", TOKENIZER.vocabularySize(), false)) {
            // no document
            assertEquals(0, writer.documents());
        }
        try (TokenShard shard = TokenShard.open(folder, "validation")) {

            // When
            ValidationSet set = ValidationSet.ofWindows(shard, 4, 100, 2);

            // Then
            assertTrue(set.isEmpty());
            assertEquals(ValidationLoss.NONE, set.measure(model::logProbs, TOKENIZER, () -> {}));
        }
    }

    private void write(String... texts) throws IOException {
        try (TokenShardWriter writer =
                TokenShardWriter.create(folder, "validation", TOKENIZER.vocabularySize(), false)) {
            for (String text : texts) {
                int[] ids = TOKENIZER.encode(text);
                int[] document = Arrays.copyOf(ids, ids.length + 1);
                document[ids.length] = TOKENIZER.endOfText();
                writer.append(document);
            }
        }
    }
}
