package org.athanor.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.run.RunOutcome;
import org.athanor.tokenizer.report.ReportsOf;
import org.athanor.tokenizer.training.TokenizerParameters.Normal;
import org.athanor.tokenizer.training.TokenizerParameters.Pattern;
import org.athanor.transformer.tokenizer.SplitPattern;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerHandlerTest {

    private static final long MIB = 1 << 20;

    @TempDir private Path folder;

    private Path work;
    private ArtifactStore artifacts;

    @BeforeEach
    void openTheStore() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        artifacts = new DirectoryArtifactStore(folder.resolve("store"), Clock.systemUTC());
    }

    @Test
    void shouldMakeTheSameTokenizerWhateverTheMemory() throws IOException {
        // Given: 17 MB of words of which hardly two are equal
        ArtifactId corpus = corpusOfDistinctWords(17_000_000);
        TokenizerParameters parameters =
                new TokenizerParameters(corpus, 400, null, null, null, null);

        // When
        FakeRunContext context = new FakeRunContext(work, null);
        RunOutcome inMemory = handler(512 * MIB).execute(parameters, context);
        RunOutcome spilled = handler(8 * MIB).execute(parameters, new FakeRunContext(work, null));

        // Then
        assertEquals(inMemory.artifact(), spilled.artifact());
        assertEquals(false, inMemory.figures().get("spilled"));
        assertEquals(true, spilled.figures().get("spilled"));
        assertEquals(0, files(work));
        assertEquals(List.of("documents", "merges"), context.units);
        assertEquals(1, context.metrics.size());
        assertTrue(context.metrics.getFirst().get("megabytesPerSecond") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents", "merges"})
    void shouldStopWhenTheRunIsCancelledAndLeaveNothingBehind(String unit) throws IOException {
        // Given: more than fits, so that there are files to delete
        ArtifactId corpus = corpusOfDistinctWords(12_000_000);
        FakeRunContext context = new FakeRunContext(work, unit);
        TokenizerParameters parameters =
                new TokenizerParameters(corpus, 1_000, null, null, null, null);

        // When
        TokenizerHandler handler = handler(8 * MIB);
        assertThrows(CancellationException.class, () -> handler.execute(parameters, context));

        // Then
        assertEquals(unit, context.units.getLast());
        assertEquals(0, files(work));
    }

    @Test
    void shouldTakeThePatternAndTheLimitsOfARequest() throws IOException {
        // Given
        ArtifactId corpus = corpus("12345 abababab ab\n12345 abababab ab\n12345 abababab ab");
        TokenizerParameters standard = new TokenizerParameters(corpus, 264, null, null, null, null);
        TokenizerParameters given =
                new TokenizerParameters(corpus, 264, Pattern.LLAMA3, null, 3L, 2);

        // When
        Tokenizer plain = tokenizer(standard);
        Tokenizer limited = tokenizer(given);

        // Then
        assertEquals(Optional.of(SplitPattern.GPT2), plain.splitPattern());
        assertEquals(Optional.of(SplitPattern.LLAMA3), limited.splitPattern());
        assertEquals("abab", plain.text(262));
        for (int id = 261; id < limited.vocabularySize(); id++) {
            assertEquals(2, limited.byteLength(id));
        }
    }

    @Test
    void shouldLearnFromTextInItsNormalForm() throws IOException {
        // Given: two spellings of the same word, of which NFC makes one
        ArtifactId corpus = corpus("caf\u00e9 cafe\u0301 caf\u00e9 cafe\u0301");

        // When
        Tokenizer plain = tokenizer(new TokenizerParameters(corpus, 266, null, null, null, null));
        Tokenizer nfc =
                tokenizer(new TokenizerParameters(corpus, 266, null, Normal.NFC, null, null));

        // Then
        assertEquals(1, nfc.encode(" cafe\u0301").length);
        assertArrayEquals(nfc.encode(" caf\u00e9"), nfc.encode(" cafe\u0301"));
        assertTrue(plain.encode(" cafe\u0301").length > 1);
    }

    @Test
    void shouldNameTheParametersInTheManifest() throws IOException {
        // Given
        ArtifactId corpus = corpus("one two one two one two");

        // When
        RunOutcome one = run(new TokenizerParameters(corpus, 262, null, null, null, null));
        RunOutcome other =
                run(new TokenizerParameters(corpus, 262, Pattern.O200K, null, null, null));

        // Then: the same merges with another pattern are another tokenizer
        assertNotEquals(one.artifact(), other.artifact());
        assertEquals(
                Map.of(
                        "vocabularySize",
                        262,
                        "pattern",
                        "gpt2",
                        "normalForm",
                        "none",
                        "minimumCount",
                        2,
                        "maximumTokenBytes",
                        256),
                artifacts.open(one.artifact(), ArtifactKind.TOKENIZER).manifest().configuration());
    }

    private Tokenizer tokenizer(TokenizerParameters parameters) throws IOException {
        return Tokenizer.load(
                artifacts.open(run(parameters).artifact(), ArtifactKind.TOKENIZER).directory());
    }

    private RunOutcome run(TokenizerParameters parameters) throws IOException {
        return handler(64 * MIB).execute(parameters, new FakeRunContext(work, null));
    }

    private TokenizerHandler handler(long memory) {
        return new TokenizerHandler(
                artifacts,
                () -> new MemorySize(BigInteger.valueOf(memory)),
                ReportsOf.store(artifacts));
    }

    private ArtifactId corpusOfDistinctWords(int length) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean gap = i % 100_000 == 99_999;
            text.append(gap ? '\n' : i % 13 == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return corpus(text.toString());
    }

    /** A document a line; no character needs an escape. */
    private ArtifactId corpus(String text) throws IOException {
        String[] lines = text.split("\n");
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.CORPUS)) {
            try (BufferedWriter out = Files.newBufferedWriter(draft.file("documents.jsonl"))) {
                for (String line : lines) {
                    out.write("{\"text\":\"" + line + "\"}\n");
                }
            }
            Map<String, Object> configuration = Map.of("form", "text", "documents", lines.length);
            return artifacts.publish(draft, List.of(), configuration, null).id();
        }
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
