package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.athanor.transformer.model.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePieceTest {

    @TempDir private Path folder;

    @Test
    void shouldJoinPiecesByTheirScores() throws IOException {
        // Given: "▁a" + "b" comes before "a" + "b"
        byte[] model =
                model(
                        SentencePieceModels.piece("ab", -2, 1),
                        SentencePieceModels.piece("▁a", -1, 1),
                        SentencePieceModels.piece("▁", -3, 1),
                        SentencePieceModels.piece("a", -4, 1),
                        SentencePieceModels.piece("b", -5, 1),
                        SentencePieceModels.trainer(SentencePieceModels.BPE, false),
                        SentencePieceModels.normalizer("identity", new byte[0], false));

        // When
        Tokenizer tokenizer = load(model);

        // Then: begin, "▁a", "b", "ab"; unknown neighbours are one token
        assertArrayEquals(new int[] {1, 4, 7, 3}, tokenizer.encode("abab"));
        assertArrayEquals(new int[] {1, 4, 0, 7}, tokenizer.encode("ax🦙b"));
        assertArrayEquals(new int[] {1, 5, 4}, tokenizer.encode(" a"));
        assertArrayEquals(new int[] {4, 7}, tokenizer.encodeContinuation("ab"));
        assertEquals("abab", tokenizer.decode(1, 4, 7, 3));
        assertEquals(2, tokenizer.endOfText());
    }

    @Test
    void shouldFallToBytes() throws IOException {
        // Given
        Tokenizer tokenizer = load(SentencePieceModels.llama2());

        // When
        int[] ids = tokenizer.encode("🦙");

        // Then: F0 9F A6 99, from id 3 on
        assertArrayEquals(
                new int[] {3 + 0xF0, 3 + 0x9F, 3 + 0xA6, 3 + 0x99},
                Arrays.copyOfRange(ids, 2, ids.length));
        assertEquals("the 🦙 of </s>", tokenizer.decode(tokenizer.encode("the 🦙 of </s>")));
        assertTrue(Arrays.stream(tokenizer.encode("</s><s>")).skip(1).allMatch(id -> id > 2));
    }

    @Test
    void shouldWriteATokenizerJsonOfEqualIds() throws IOException {
        // Given
        Tokenizer tokenizer = load(SentencePieceModels.llama2());
        Path copy = Files.createDirectory(folder.resolve("copy"));

        // When
        tokenizer.save(copy);

        // Then
        Tokenizer again = Tokenizer.load(copy);
        try (var in = Files.newInputStream(copy.resolve("tokenizer.json"));
                HuggingFaceTokenizer reference = HuggingFaceTokenizer.newInstance(in, Map.of())) {
            Random random = new Random(11);
            for (int i = 0; i < 2_000; i++) {
                String text =
                        (RandomText.of(random, 6) + NaiveBpe.SAMPLE.substring(random.nextInt(200)))
                                .replace("<s>", "");
                int[] ids = tokenizer.encode(text);
                assertArrayEquals(ids, again.encode(text), text);
                assertArrayEquals(ReferenceIds.of(reference, text, true), ids, text);
            }
        }
    }

    @Test
    void shouldLeaveTheBeginTokenToTheConfiguration() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_bos_token\": false}");

        // When
        Tokenizer tokenizer = load(SentencePieceModels.llama2());

        // Then
        assertTrue(tokenizer.encode("the")[0] > 258);
    }

    @Test
    void shouldGiveUnigramToTheLibrary() throws IOException {
        // When
        Tokenizer tokenizer = load(SentencePieceModels.unigram());

        // Then: "▁the" "▁" "cat" "s", spaces at the ends and doubled ones gone
        assertArrayEquals(new int[] {4, 3, 11, 12}, tokenizer.encode(" the  cats "));
    }

    @Test
    void shouldSayWhatIsNotSupported() throws IOException {
        byte[] trainer = SentencePieceModels.trainer(SentencePieceModels.BPE, false);
        byte[] identity = SentencePieceModels.normalizer("identity", new byte[0], false);
        byte[] a = SentencePieceModels.piece("a", -1, 1);
        assertRefused(
                "the character map has a trie of -1 bytes in 1",
                a,
                trainer,
                SentencePieceModels.normalizer("nmt_nfkc", new byte[] {1}, false));
        assertRefused("of type 3", a, SentencePieceModels.trainer(3, false), identity);
        assertRefused("'a' twice", a, a, trainer, identity);
        assertRefused(
                "'b' of type unused", SentencePieceModels.piece("b", 0, 5), trainer, identity);
        assertRefused("score NaN", SentencePieceModels.piece("b", Float.NaN, 1), trainer, identity);
        assertRefused("of type byte", SentencePieceModels.piece("b", 0, 6), trainer, identity);
        assertRefused("announces", new byte[] {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});
        assertRefused("more than 10 bytes", filled(new byte[40], (byte) 0xFF));
        Files.write(folder.resolve("tokenizer.model"), new byte[0]);
        var empty = assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));
        assertTrue(empty.getMessage().contains("no pieces"), empty.getMessage());
    }

    @Test
    void shouldReadOrRefuseEveryDamagedFile() throws IOException {
        Path file = folder.resolve("tokenizer.model");
        for (byte[] model :
                new byte[][] {SentencePieceModels.llama2(), SentencePieceModels.unigram()}) {
            Files.write(file, model);
            Mutations.readOrRefuse(
                    file, () -> Tokenizer.load(folder), 16 << 20, TokenizerFormatException.class);
        }
    }

    private void assertRefused(String reason, byte[]... parts) throws IOException {
        var refused = assertThrows(TokenizerFormatException.class, () -> load(model(parts)));
        assertTrue(refused.getMessage().startsWith("tokenizer.model: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private static byte[] filled(byte[] bytes, byte value) {
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static byte[] model(byte[]... parts) {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        model.writeBytes(SentencePieceModels.piece("<unk>", 0, 2));
        model.writeBytes(SentencePieceModels.piece("<s>", 0, 3));
        model.writeBytes(SentencePieceModels.piece("</s>", 0, 3));
        for (byte[] part : parts) {
            model.writeBytes(part);
        }
        return model.toByteArray();
    }

    private Tokenizer load(byte[] model) throws IOException {
        Files.write(folder.resolve("tokenizer.model"), model);
        return Tokenizer.load(folder);
    }
}
