package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Llama2cVocabularyTest {

    private static final int FIRST_PIECE = 259;

    @TempDir Path folder;

    @Test
    void shouldJoinTheHighestScoreFirstAndTheLeftmostAmongEquals() throws IOException {
        // Given: ids 259 "a", 260 "b", 261 " ", 262 "ab" (-1), 263 "ba" (-1), 264 " a" (-3), 265
        // "aba" (-2)
        Tokenizer tokenizer = tiny();

        // Then: the begin token and a space come first; "ab" at the left goes before "ba"
        assertArrayEquals(new int[] {1, 261, 265}, tokenizer.encode("aba"));
        assertArrayEquals(new int[] {1, 261, 262, 262}, tokenizer.encode("abab"));
        assertArrayEquals(new int[] {1, 264}, tokenizer.encode("a"));
        assertArrayEquals(new int[] {1, 264, 264}, tokenizer.encode("a a"));
        assertArrayEquals(new int[] {1, 261, 263, 264}, tokenizer.encode("ba a"));
    }

    @Test
    void shouldFallBackToBytesForCharactersWithoutAToken() throws IOException {
        // Given
        Tokenizer tokenizer = tiny();

        // When
        int[] ids = tokenizer.encode("é<s>\n");

        // Then: no text becomes a special token
        int[] expected = {1, 261, 3 + 0xC3, 3 + 0xA9, 3 + '<', 3 + 's', 3 + '>', 3 + '\n'};
        assertArrayEquals(expected, ids);
        assertEquals("é<s>\n", tokenizer.decode(ids));
    }

    @Test
    void shouldReturnAnyBytesUnchanged() throws IOException {
        // Given
        Tokenizer tokenizer = tiny();
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextBoolean()) {
                    bytes[i] = (byte) "ab ".charAt(random.nextInt(3));
                }
            }

            // Then
            assertArrayEquals(bytes, tokenizer.decodeBytes(tokenizer.encode(bytes)));
        }
    }

    @Test
    void shouldTakeTheSpaceAwayOnlyWhereATextBegins() throws IOException {
        // Given
        Tokenizer tokenizer = tiny();

        // Then: what continues a text keeps its space
        assertEquals("a a", tokenizer.decode(1, 264, 264));
        assertEquals(" a", tokenizer.decode(264));
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        assertEquals("", decoder.append(1));
        assertEquals("a", decoder.append(264));
        assertEquals(" a", decoder.append(264));
    }

    @Test
    void shouldJoinAsLlama2csLoopDoes() throws IOException {
        // Given: random vocabularies over two letters
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            List<String> pieces = new ArrayList<>(List.of("a", "b", " "));
            List<Float> scores = new ArrayList<>(List.of(-9f, -9f, -9f));
            for (int i = 0; i < 12; i++) {
                String piece =
                        pieces.get(random.nextInt(pieces.size()))
                                + pieces.get(random.nextInt(pieces.size()));
                if (!pieces.contains(piece) && piece.length() < 20) {
                    pieces.add(piece);
                    scores.add((float) -random.nextInt(6));
                }
            }
            Tokenizer tokenizer = load(file(pieces, scores));
            StringBuilder text = new StringBuilder();
            random.ints(30, 0, 3).forEach(i -> text.append("ab ".charAt(i)));

            // Then
            assertArrayEquals(
                    quadratic(text.toString(), pieces, scores), tokenizer.encode(text.toString()));
        }
    }

    @Test
    void shouldLoadFromAFolderAndSaveTheSameBytes() throws IOException {
        // Given
        byte[] bytes = file(List.of("a", "b", "ab"), List.of(-2f, -1f, -0f));
        Files.write(folder.resolve("tokenizer.bin"), bytes);

        // When
        Tokenizer tokenizer = Tokenizer.load(folder);
        Path other = Files.createDirectory(folder.resolve("other"));
        tokenizer.save(other);

        // Then
        assertArrayEquals(bytes, Files.readAllBytes(other.resolve("tokenizer.bin")));
        assertEquals(262, tokenizer.vocabularySize());
        assertEquals(2, tokenizer.endOfText());
        assertEquals(Set.of(2), tokenizer.stopIds());
        assertEquals("<s>", tokenizer.text(1));
        assertEquals(0, tokenizer.byteLength(1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10000000, max_token_length must be between 1 and 128",
        "0, -1, max_token_length must be between 1 and 128",
        "0, 0, max_token_length must be between 1 and 128",
        "8, 2147483647, token 0 has length 2147483647",
        "8, -5, token 0 has length -5",
        "12, 1, token 0 must be <unk>",
        "4, 2139095040, token 0 has score Infinity",
        "4, 2143289344, token 0 has score NaN"
    })
    void shouldNameWhatIsWrongWithAFile(int at, int value, String reason) throws IOException {
        // Given
        byte[] bytes = file(List.of("a"), List.of(0f));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);

        // When
        var refused = assertThrows(TokenizerFormatException.class, () -> load(bytes));

        // Then
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void shouldRefusePiecesThatCannotBe() throws IOException {
        assertRefused(file(List.of(""), List.of(0f)), "token 259 is empty");
        assertRefused(file(List.of("x".repeat(200)), List.of(0f)), "max_token_length");
        byte[] notUtf8 = file(List.of("ab"), List.of(0f));
        notUtf8[notUtf8.length - 1] = (byte) 0xFF;
        assertRefused(notUtf8, "token 259 is not UTF-8");
        byte[] whole = file(List.of("ab"), List.of(0f));
        for (int length = 0; length < whole.length; length++) {
            boolean betweenTokens = length == whole.length - 10;
            if (!betweenTokens) {
                assertRefused(Arrays.copyOf(whole, length), "");
            }
        }
    }

    @Test
    void shouldReadOrRefuseWhateverIsDoneToAFile() throws IOException {
        // Given
        byte[] whole =
                file(
                        List.of("a", "b", " ", "ab", "ba", " a"),
                        List.of(0f, -1f, -2f, -3f, -4f, -5f));
        Random random = new Random(12);
        int read = 0;
        for (int round = 0; round < 1500; round++) {
            byte[] bytes =
                    Arrays.copyOf(whole, whole.length - random.nextInt(2) * random.nextInt(99));
            for (int change = 0; change <= random.nextInt(3); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }

            // When
            try {
                Tokenizer tokenizer = load(bytes);
                assertEquals("abba", tokenizer.decode(tokenizer.encode("abba")));
                read++;
            } catch (TokenizerFormatException e) {
                // Then
                assertTrue(e.getMessage().startsWith("some.bin: "), e.getMessage());
            }
        }
        assertTrue(read > 50 && read < 1400, "both must happen, read " + read);
    }

    @Test
    void shouldReadTheRealVocabularyAsItIs() throws IOException {
        // Given
        Path file = Path.of("../../../shared/data/weights/tok512.bin");
        assumeTrue(Files.exists(file), "tok512.bin is not beside the checkout");

        // When
        Tokenizer tokenizer = TokenizerFiles.loadLlama2c(file);
        tokenizer.save(folder);

        // Then
        assertEquals(512, tokenizer.vocabularySize());
        assertArrayEquals(new int[] {1, 403, 407, 261, 378}, tokenizer.encode("Once upon a time"));
        assertArrayEquals(
                Files.readAllBytes(file), Files.readAllBytes(folder.resolve("tokenizer.bin")));
    }

    private Tokenizer tiny() throws IOException {
        return load(
                file(
                        List.of("a", "b", " ", "ab", "ba", " a", "aba"),
                        List.of(-9f, -9f, -9f, -1f, -1f, -3f, -2f)));
    }

    private Tokenizer load(byte[] bytes) throws IOException {
        Path file = folder.resolve("some.bin");
        Files.write(file, bytes);
        return TokenizerFiles.loadLlama2c(file);
    }

    private void assertRefused(byte[] bytes, String reason) {
        var refused = assertThrows(TokenizerFormatException.class, () -> load(bytes));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    /** The layout of llama2.c: longest token, then score, length and bytes of each. */
    private static byte[] file(List<String> pieces, List<Float> scores) {
        List<String> texts = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
        for (int value = 0; value < 256; value++) {
            texts.add("<0x%02X>".formatted(value));
        }
        texts.addAll(pieces);
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(texts.stream().mapToInt(String::length).max().orElseThrow());
        for (int id = 0; id < texts.size(); id++) {
            byte[] text = texts.get(id).getBytes(StandardCharsets.UTF_8);
            out.putFloat(id < FIRST_PIECE ? 0 : scores.get(id - FIRST_PIECE));
            out.putInt(text.length).put(text);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Looks over all neighbours, joins the best pair, starts again. */
    private static int[] quadratic(String text, List<String> pieces, List<Float> scores) {
        List<String> symbols = new ArrayList<>();
        (" " + text).chars().forEach(c -> symbols.add(String.valueOf((char) c)));
        while (true) {
            int best = -1;
            float bestScore = Float.NEGATIVE_INFINITY;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int piece = pieces.indexOf(symbols.get(i) + symbols.get(i + 1));
                if (piece >= 0 && scores.get(piece) > bestScore) {
                    best = i;
                    bestScore = scores.get(piece);
                }
            }
            if (best < 0) {
                break;
            }
            symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
        }
        int[] ids = new int[symbols.size() + 1];
        ids[0] = 1;
        for (int i = 0; i < symbols.size(); i++) {
            ids[i + 1] = FIRST_PIECE + pieces.indexOf(symbols.get(i));
        }
        return ids;
    }
}
