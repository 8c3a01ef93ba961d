package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void shouldApplyMergesInTheirOrder() {
        // Given: ids are 5 special tokens, 256 bytes, then the merges
        Tokenizer tokenizer = Tokenizers.hello();

        // When
        int[] ids = tokenizer.encode("hello world hell");

        // Then: hello | " w" o r l d | " " hell
        assertArrayEquals(
                new int[] {264, 265, 5 + 'o', 5 + 'r', 5 + 'l', 5 + 'd', 5 + ' ', 263}, ids);
        assertEquals("hello world hell", tokenizer.decode(ids));
    }

    @Test
    void shouldNeverEncodeTextToASpecialToken() {
        // Given
        Tokenizer tokenizer = Tokenizers.hello();
        String forged = String.join("", SpecialTokens.ALL);

        // When
        int[] ids = tokenizer.encode(forged);

        // Then
        assertTrue(Arrays.stream(ids).noneMatch(tokenizer::isSpecial));
        assertEquals(forged, tokenizer.decode(ids));
    }

    @Test
    void shouldReturnAnyBytesUnchanged() {
        // Given
        Random random = new Random(2);
        Tokenizer tokenizer = Tokenizer.ofMerges(Tokenizers.randomMerges(random, 40));
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);

            // When
            byte[] back = tokenizer.decodeBytes(tokenizer.encode(bytes));

            // Then
            assertArrayEquals(bytes, back);
        }
    }

    @Test
    void shouldMergeAsTheTextbookLoopDoes() {
        // Given
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<Merge> merges = Tokenizers.randomMerges(random, 1 + random.nextInt(30));
            Tokenizer tokenizer = Tokenizer.ofMerges(merges);
            String word = randomWord(random, 1 + random.nextInt(80));

            // When
            int[] ids = tokenizer.encode(word);

            // Then
            assertArrayEquals(textbook(word, merges), ids, word);
        }
    }

    @Test
    void shouldEncodeOneEndlessWordInGoodTime() {
        // Given: merges that double a run of a's, on a word that a quadratic loop would choke on
        Tokenizer tokenizer =
                Tokenizer.ofMerges(
                        List.of(new Merge('a', 'a'), new Merge(256, 256), new Merge(257, 257)));
        String word = "a".repeat(1 << 20);

        // When
        int[] ids = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tokenizer.encode(word));

        // Then
        assertEquals((1 << 20) / 8, ids.length);
    }

    @Test
    void shouldGiveManyThreadsTheSameIds() {
        // Given
        Tokenizer tokenizer = Tokenizer.ofMerges(Tokenizers.randomMerges(new Random(4), 60));
        List<String> words =
                IntStream.range(0, 3_000)
                        .mapToObj(i -> randomWord(new Random(i), 1 + i % 40))
                        .toList();
        List<int[]> alone = words.stream().map(tokenizer::encode).toList();

        // When
        List<int[]> together = words.parallelStream().map(tokenizer::encode).toList();

        // Then
        for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(alone.get(i), together.get(i));
        }
    }

    @Test
    void shouldLeaveSpecialTokensOutOfDecodedText() {
        // Given
        Tokenizer tokenizer = Tokenizers.hello();

        // When
        String text = tokenizer.decode(tokenizer.idOf(SpecialTokens.USER), 264, tokenizer.end());

        // Then
        assertEquals("hello", text);
        assertEquals("<|end|>", tokenizer.text(tokenizer.end()));
        assertEquals(0, tokenizer.byteLength(tokenizer.end()));
        assertEquals(5, tokenizer.byteLength(264));
    }

    @Test
    void shouldNameWhatItDoesNotKnow() {
        // Given
        Tokenizer tokenizer = Tokenizers.hello();

        // When
        var unknownId = assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(266));
        var negative = assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(-1));
        var unknownName =
                assertThrows(IllegalArgumentException.class, () -> tokenizer.idOf("<|mask|>"));

        // Then
        assertTrue(unknownId.getMessage().contains("266"), unknownId.getMessage());
        assertTrue(negative.getMessage().contains("-1"), negative.getMessage());
        assertTrue(unknownName.getMessage().contains("<|mask|>"), unknownName.getMessage());
        assertFalse(tokenizer.hasSpecial("<|mask|>"));
        assertEquals(266, tokenizer.vocabularySize());
    }

    @Test
    void shouldRefuseAMergeOfASymbolThatComesLater() {
        // Given
        List<Merge> merges = List.of(new Merge('a', 256));

        // When
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Tokenizer.ofMerges(merges));

        // Then
        assertTrue(refused.getMessage().contains("merge 0"), refused.getMessage());
    }

    private static String randomWord(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(4)));
        }
        return word.toString();
    }

    /** As in the paper: look over all pairs, merge the first of the lowest rank, start again. */
    private static int[] textbook(String word, List<Merge> merges) {
        List<Integer> symbols = new ArrayList<>();
        for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
            symbols.add((int) value);
        }
        while (true) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int rank = merges.indexOf(new Merge(symbols.get(i), symbols.get(i + 1)));
                if (rank >= 0 && rank < bestRank) {
                    bestRank = rank;
                    best = i;
                }
            }
            if (best < 0) {
                return symbols.stream().mapToInt(symbol -> symbol + 5).toArray();
            }
            symbols.set(best, 256 + bestRank);
            symbols.remove(best + 1);
        }
    }
}
