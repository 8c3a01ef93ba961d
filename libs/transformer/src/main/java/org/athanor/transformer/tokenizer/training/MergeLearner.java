package org.athanor.transformer.tokenizer.training;

import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.tokenizer.Merge;

/**
 * Makes one merge after the other, and for each touches only the places where its pair occurs. One
 * thread: the merges of a whole training touch each byte of the distinct pieces once or twice.
 */
final class MergeLearner {

    private static final long NO_LIST = -1;

    private final Words words;
    private final Postings postings;
    private final PairIndex pairs;
    private final PairCounting counting;
    private final Neighbours before;
    private final Neighbours after;

    /** Neighbours that are both what this merge made, as when "abab" becomes two tokens. */
    private long twins;

    private long twinPositions;
    private long twinList;

    private long tokens;

    /**
     * @param symbols one more than the largest that will be made
     */
    MergeLearner(
            Words words, Postings postings, PairIndex pairs, PairCounting counting, int symbols) {
        this.words = words;
        this.postings = postings;
        this.pairs = pairs;
        this.counting = counting;
        this.before = new Neighbours(symbols);
        this.after = new Neighbours(symbols);
        this.tokens = words.bytes();
    }

    /** Makes merges until there are {@code wanted} or no pair is left that may be merged. */
    List<Merge> learn(int wanted, TrainingListener listener) {
        List<Merge> merges = new ArrayList<>();
        counting.count(pairs, listener);
        while (merges.size() < wanted) {
            int pair = pairs.poll();
            if (pair >= 0) {
                merges.add(merge(pairs.key(pair)));
                listener.merged(merges.size());
            } else if (pairs.isPartial()) {
                counting.count(pairs, listener);
            } else {
                break;
            }
        }
        return List.copyOf(merges);
    }

    /** Tokens that the text has with the merges made so far. */
    long tokens() {
        return tokens;
    }

    private Merge merge(long key) {
        int left = PairOrder.left(key);
        int right = PairOrder.right(key);
        int made = words.make(left, right);
        before.clear();
        after.clear();
        twins = 0;
        twinPositions = 0;
        join(left, right, made);
        lowerOldPairs(left, right);
        addNewPairs(made);
        pairs.merged();
        return new Merge(left, right);
    }

    /**
     * Joins the pair wherever it still occurs, from left to right, keeps those positions in its list
     * and counts the neighbours.
     */
    private void join(int left, int right, int made) {
        CountGroups groups = words.groups();
        int madeLength = words.length(made);
        long list = pairs.start(pairs.merging());
        long length = pairs.length(pairs.merging());
        long joined = 0;
        int group = 0;
        for (long i = list; i < list + length; i++) {
            long at = postings.get(i);
            if (!words.isPairAt(at, left, right)) {
                continue;
            }
            group = groups.ofPosition(at, group);
            long times = groups.count(group);
            countBefore(words.symbol(at - 1), left, made, times);
            int next = words.symbol(at + madeLength);
            if (next != Words.NONE) {
                after.add(next, times);
            }
            words.join(at, left, made);
            postings.set(list + joined++, at);
            tokens -= times;
        }
        pairs.setLength(pairs.merging(), joined);
    }

    private void countBefore(int symbol, int left, int made, long times) {
        if (symbol == made) {
            // The token before counted this one's left half as what follows it.
            after.takeBack(left, times);
            twins += times;
            twinPositions++;
        } else if (symbol != Words.NONE) {
            before.add(symbol, times);
        }
    }

    private void lowerOldPairs(int left, int right) {
        for (int i = 0; i < before.size(); i++) {
            int symbol = before.symbol(i);
            pairs.decrease(symbol, left, before.count(symbol));
        }
        for (int i = 0; i < after.size(); i++) {
            int symbol = after.symbol(i);
            long takenBack = symbol == left ? twins : 0;
            pairs.decrease(right, symbol, after.count(symbol) + takenBack);
        }
    }

    private void addNewPairs(int made) {
        for (int i = 0; i < before.size(); i++) {
            int symbol = before.symbol(i);
            pairs.add(symbol, made, before.count(symbol), before.positions(symbol));
        }
        for (int i = 0; i < after.size(); i++) {
            int symbol = after.symbol(i);
            pairs.add(made, symbol, after.count(symbol), after.positions(symbol));
        }
        pairs.add(made, made, twins, twinPositions);
        int first = pairs.makeLists();
        if (first < pairs.size()) {
            nameLists(first, made);
            fillLists(made);
        }
    }

    private void nameLists(int first, int made) {
        twinList = NO_LIST;
        for (int pair = first; pair < pairs.size(); pair++) {
            int left = PairOrder.left(pairs.key(pair));
            int right = PairOrder.right(pairs.key(pair));
            if (left != made) {
                before.setList(left, pairs.start(pair));
            } else if (right != made) {
                after.setList(right, pairs.start(pair));
            } else {
                twinList = pairs.start(pair);
            }
        }
    }

    private void fillLists(int made) {
        int madeLength = words.length(made);
        long list = pairs.start(pairs.merging());
        long length = pairs.length(pairs.merging());
        for (long i = list; i < list + length; i++) {
            long at = postings.get(i);
            int previous = words.symbol(at - 1);
            if (previous == made) {
                if (twinList != NO_LIST) {
                    postings.set(twinList++, at - madeLength);
                }
            } else if (previous != Words.NONE && before.hasList(previous)) {
                postings.set(before.nextInList(previous), at - words.length(previous));
            }
            int next = words.symbol(at + madeLength);
            if (next != Words.NONE && next != made && after.hasList(next)) {
                postings.set(after.nextInList(next), at);
            }
        }
    }
}
