package org.athanor.transformer.tokenizer.training;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts every pair of the words as they are now, for an index that holds none yet or has run out of
 * those it holds. When the distinct pairs are more than memory was given for they are counted in
 * parts, told apart by their hash, each part in a pass of its own over the words.
 */
final class PairCounting {

    private final Words words;
    private final Postings postings;
    private final int most;

    /** The pairs whose hash begins with these bits. */
    private record Part(int bits, int value) {

        boolean has(long key) {
            return bits == 0 || PairOrder.hash(key) >>> (Integer.SIZE - bits) == value;
        }

        void splitInto(Deque<Part> parts) {
            parts.push(new Part(bits + 1, 2 * value));
            parts.push(new Part(bits + 1, 2 * value + 1));
        }
    }

    /** Takes one position of a pair. False ends the pass. */
    private interface Visitor {
        boolean visit(long key, long at, long times);
    }

    /**
     * @param most pairs that are counted at a time
     */
    PairCounting(Words words, Postings postings, int most) {
        this.words = words;
        this.postings = postings;
        this.most = most;
    }

    /** Empties the index and fills it with the pairs that come first, and their positions. */
    void count(PairIndex pairs, TrainingListener listener) {
        pairs.clear();
        PairCounts counts = new PairCounts(most);
        Deque<Part> parts = new ArrayDeque<>();
        parts.push(new Part(0, 0));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            counts.clear();
            boolean complete =
                    forEachPair(
                            (key, at, times) -> !part.has(key) || counts.add(key, times), listener);
            if (complete) {
                counts.forEach(
                        (key, count, positions) ->
                                pairs.add(
                                        PairOrder.left(key),
                                        PairOrder.right(key),
                                        count,
                                        positions));
            } else {
                part.splitInto(parts);
            }
        }
        pairs.makeLists();
        fillLists(pairs, listener);
    }

    private void fillLists(PairIndex pairs, TrainingListener listener) {
        long[] next = new long[pairs.size()];
        for (int pair = 0; pair < next.length; pair++) {
            next[pair] = pairs.start(pair);
        }
        forEachPair(
                (key, at, times) -> {
                    int pair = pairs.find(key);
                    if (pair >= 0) {
                        postings.set(next[pair]++, at);
                    }
                    return true;
                },
                listener);
    }

    private boolean forEachPair(Visitor visitor, TrainingListener listener) {
        CountGroups groups = words.groups();
        int group = 0;
        Signs signs = new Signs(listener);
        for (long at = 1; at < words.end(); ) {
            signs.next();
            int left = words.symbol(at);
            if (left == Words.NONE) {
                at++;
                continue;
            }
            long next = at + words.length(left);
            int right = words.symbol(next);
            if (right != Words.NONE) {
                group = groups.ofPosition(at, group);
                if (!visitor.visit(PairOrder.key(left, right), at, groups.count(group))) {
                    return false;
                }
            }
            at = next;
        }
        return true;
    }
}
