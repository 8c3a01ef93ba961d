package org.athanor.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.PreTokenizer;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {

    @Test
    void shouldMergeTheMostFrequentPairFirst() {
        // Given: " low" x5, " lower" x2, " newest" x6, " widest" x3, the example of the paper
        PieceCounts pieces =
                counts(
                        " low".repeat(5)
                                + " lower".repeat(2)
                                + " newest".repeat(6)
                                + " widest".repeat(3));

        // When
        List<Merge> merges = new BpeTrainer(pieces).train(3, made -> {});

        // Then: e s (9), then es t (9), then l o (7, as many as o w and space l)
        assertEquals(new Merge('e', 's'), merges.get(0));
        assertEquals(new Merge(256, 't'), merges.get(1));
        assertEquals(new Merge(' ', 'l'), merges.get(2));
    }

    @Test
    void shouldAgreeWithTheTextbookTrainer() {
        // Given
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            String text = randomText(random, 20 + random.nextInt(400), 2 + random.nextInt(4));
            int wanted = random.nextInt(60);

            // When
            List<Merge> merges = new BpeTrainer(counts(text)).train(wanted, made -> {});

            // Then
            assertEquals(textbook(text, wanted), merges, text);
        }
    }

    @Test
    void shouldCountRunsOfOneLetterAsTheTextbookDoes() {
        // Given: overlapping pairs
        String text = "aaaaaaa aaa aaaaaaaaaaaaaaaaaaaaaaa aa aaaa";

        // When
        List<Merge> merges = new BpeTrainer(counts(text)).train(20, made -> {});

        // Then
        assertEquals(textbook(text, 20), merges);
    }

    @Test
    void shouldStopWhenNoPairOccursTwice() {
        // Given
        PieceCounts pieces = counts("ab ab cd");

        // When
        List<Merge> merges = new BpeTrainer(pieces).train(100, made -> {});

        // Then: "ab" and " ab" have one a-b pair each; nothing else occurs twice
        assertEquals(List.of(new Merge('a', 'b')), merges);
    }

    @Test
    void shouldNotDependOnTheOrderOfTheText() {
        // Given
        String[] words = randomText(new Random(2), 3_000, 5).split(" ");
        StringBuilder forwards = new StringBuilder();
        StringBuilder backwards = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            forwards.append(' ').append(words[i]);
            backwards.append(' ').append(words[words.length - 1 - i]);
        }

        // When
        List<Merge> first = new BpeTrainer(counts(forwards.toString())).train(80, made -> {});
        List<Merge> second = new BpeTrainer(counts(backwards.toString())).train(80, made -> {});

        // Then
        assertEquals(first, second);
    }

    @Test
    void shouldKnowHowManyTokensTheCorpusHas() {
        // Given
        String text = randomText(new Random(3), 2_000, 6);
        BpeTrainer trainer = new BpeTrainer(counts(text));

        // When
        List<Merge> merges = trainer.train(50, made -> {});

        // Then
        assertEquals(Tokenizer.ofMerges(merges).encode(text).length, trainer.tokens());
    }

    @Test
    void shouldAddUpTheCountsOfTwoHalves() {
        // Given
        PieceCounts whole = counts("one two two three three three");
        PieceCounts halves = counts("one two");
        halves.addAll(counts(" two three three three"));

        // When
        List<Merge> fromWhole = new BpeTrainer(whole).train(20, made -> {});
        List<Merge> fromHalves = new BpeTrainer(halves).train(20, made -> {});

        // Then
        assertEquals(whole.size(), halves.size());
        assertEquals(fromWhole, fromHalves);
    }

    private static PieceCounts counts(String text) {
        PieceCounts pieces = new PieceCounts();
        pieces.add(text.getBytes(StandardCharsets.UTF_8));
        return pieces;
    }

    private static String randomText(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(5) == 0 ? ' ' : (char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }

    /** Counts every pair of the whole text anew before each merge. */
    private static List<Merge> textbook(String text, int wanted) {
        List<List<Integer>> words = words(text.getBytes(StandardCharsets.UTF_8));
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < wanted) {
            Map<Merge, Integer> counts =
                    new TreeMap<>(
                            Comparator.comparingInt(Merge::left).thenComparingInt(Merge::right));
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(new Merge(word.get(i), word.get(i + 1)), 1, Integer::sum);
                }
            }
            Merge best = null;
            for (Map.Entry<Merge, Integer> pair : counts.entrySet()) {
                if (best == null || pair.getValue() > counts.get(best)) {
                    best = pair.getKey();
                }
            }
            if (best == null || counts.get(best) < 2) {
                return merges;
            }
            for (List<Integer> word : words) {
                join(word, best, 256 + merges.size());
            }
            merges.add(best);
        }
        return merges;
    }

    private static List<List<Integer>> words(byte[] text) {
        List<List<Integer>> words = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            int end = PreTokenizer.pieceEnd(text, at, text.length);
            List<Integer> word = new ArrayList<>();
            for (int i = at; i < end; i++) {
                word.add(text[i] & 0xFF);
            }
            words.add(word);
            at = end;
        }
        return words;
    }

    private static void join(List<Integer> word, Merge pair, int made) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i) == pair.left() && word.get(i + 1) == pair.right()) {
                word.set(i, made);
                word.remove(i + 1);
            }
        }
    }
}
