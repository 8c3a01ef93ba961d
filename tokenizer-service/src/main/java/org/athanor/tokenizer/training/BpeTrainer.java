package org.athanor.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.tokenizer.Merge;

/**
 * Byte-pair encoding (Sennrich et al., arXiv:1508.07909) over bytes: again and again the most
 * frequent pair of neighbouring symbols becomes a symbol of its own. Ties go to the pair with the
 * lower left symbol, then the lower right symbol; symbols 0 to 255 are the bytes, the others are
 * numbered as they are made. So the merges depend on the counts alone, not on the order of
 * documents or the number of threads. Counts are 64 bits wide.
 */
final class BpeTrainer {

    /** A pair that occurs once teaches nothing about other text. */
    static final int MINIMUM_COUNT = 2;

    private static final int BYTES = 256;

    /** Told after every merge; may throw to stop. */
    interface Progress {
        void merged(int merges);
    }

    private final int[][] words;
    private final long[] counts;
    private final PairStatistics pairs = new PairStatistics();
    private final List<Merge> merges = new ArrayList<>();

    BpeTrainer(PieceCounts pieces) {
        words = new int[pieces.size()][];
        counts = new long[pieces.size()];
        for (int word = 0; word < words.length; word++) {
            words[word] = symbols(pieces.piece(word));
            counts[word] = pieces.count(word);
            countPairs(word);
        }
        pairs.enqueueRisen();
    }

    /**
     * Makes merges until there are {@code wanted} or no pair occurs twice: then the list is shorter,
     * and as long as this corpus supports.
     */
    List<Merge> train(int wanted, Progress progress) {
        while (merges.size() < wanted) {
            PairStatistics.Candidate best = pairs.poll(MINIMUM_COUNT);
            if (best == null) {
                break;
            }
            merge(best.left(), best.right());
            progress.merged(merges.size());
        }
        return List.copyOf(merges);
    }

    /** Tokens that the whole corpus has with the merges made so far. */
    long tokens() {
        long tokens = 0;
        for (int word = 0; word < words.length; word++) {
            tokens += counts[word] * words[word].length;
        }
        return tokens;
    }

    private static int[] symbols(byte[] piece) {
        int[] symbols = new int[piece.length];
        for (int i = 0; i < piece.length; i++) {
            symbols[i] = piece[i] & 0xFF;
        }
        return symbols;
    }

    private void countPairs(int word) {
        int[] symbols = words[word];
        for (int i = 0; i + 1 < symbols.length; i++) {
            pairs.increase(symbols[i], symbols[i + 1], counts[word], word);
        }
    }

    private void merge(int left, int right) {
        int made = BYTES + merges.size();
        merges.add(new Merge(left, right));
        for (int word : pairs.remove(left, right)) {
            mergeInWord(word, left, right, made);
        }
        // Overlapping neighbours ("aaa" while merging "aa") put the used-up pair back in part.
        pairs.remove(left, right);
        pairs.enqueueRisen();
    }

    /** Joins the pair from left to right and moves its neighbours' counts to the new symbol. */
    private void mergeInWord(int word, int left, int right, int made) {
        int[] symbols = words[word];
        long times = counts[word];
        int kept = 0;
        int at = 0;
        while (at < symbols.length) {
            boolean found =
                    symbols[at] == left && at + 1 < symbols.length && symbols[at + 1] == right;
            if (!found) {
                symbols[kept++] = symbols[at++];
                continue;
            }
            if (kept > 0) {
                pairs.decrease(symbols[kept - 1], left, times);
                pairs.increase(symbols[kept - 1], made, times, word);
            }
            if (at + 2 < symbols.length) {
                pairs.decrease(right, symbols[at + 2], times);
                pairs.increase(made, symbols[at + 2], times, word);
            }
            symbols[kept++] = made;
            at += 2;
        }
        words[word] = kept == symbols.length ? symbols : Arrays.copyOf(symbols, kept);
    }
}
