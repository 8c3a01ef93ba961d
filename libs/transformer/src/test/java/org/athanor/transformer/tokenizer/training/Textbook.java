package org.athanor.transformer.tokenizer.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.SplitPattern;

/** A trainer that counts every pair of the whole text anew before each merge, and texts for it. */
final class Textbook {

    private static final Comparator<Merge> LOWER_SYMBOLS =
            Comparator.comparingInt(Merge::left).thenComparingInt(Merge::right);

    private final List<List<Integer>> words = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    private Textbook(List<String> texts, SplitPattern pattern) {
        texts.forEach(text -> split(text.getBytes(StandardCharsets.UTF_8), pattern));
        for (int symbol = 0; symbol < 256; symbol++) {
            lengths.add(1);
        }
    }

    /** What {@link BpeTraining} should learn. */
    static List<Merge> merges(List<String> texts, BpeOptions options, int wanted) {
        Textbook textbook = new Textbook(texts, options.pattern());
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < wanted) {
            Merge best = textbook.best(options);
            if (best == null) {
                break;
            }
            int made = 256 + merges.size();
            textbook.words.forEach(word -> join(word, best, made));
            textbook.lengths.add(
                    textbook.lengths.get(best.left()) + textbook.lengths.get(best.right()));
            merges.add(best);
        }
        return merges;
    }

    /** Words of a few letters, some of them often: many pairs are equally frequent. */
    static String randomText(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(5) == 0 ? ' ' : (char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }

    private Merge best(BpeOptions options) {
        Map<Merge, Integer> counts = new TreeMap<>(LOWER_SYMBOLS);
        for (List<Integer> word : words) {
            for (int i = 0; i + 1 < word.size(); i++) {
                counts.merge(new Merge(word.get(i), word.get(i + 1)), 1, Integer::sum);
            }
        }
        Merge best = null;
        for (Map.Entry<Merge, Integer> pair : counts.entrySet()) {
            Merge merge = pair.getKey();
            boolean allowed =
                    pair.getValue() >= options.minimumCount()
                            && lengths.get(merge.left()) + lengths.get(merge.right())
                                    <= options.maximumTokenBytes();
            if (allowed && (best == null || pair.getValue() > counts.get(best))) {
                best = merge;
            }
        }
        return best;
    }

    private void split(byte[] text, SplitPattern pattern) {
        for (int at = 0; at < text.length; ) {
            int end = pattern.pieceEnd(text, at, text.length);
            List<Integer> word = new ArrayList<>();
            for (int i = at; i < end; i++) {
                word.add(text[i] & 0xFF);
            }
            words.add(word);
            at = end;
        }
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
