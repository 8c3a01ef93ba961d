package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * Merges long pieces in linear time, for vocabularies whose merges ascend: the positions of each
 * rank's pairs are a list of their own, and ranks are done in their order, since a merge only opens
 * pairs of higher ranks. Two pairs of a rank overlap only where a token meets its like; such a run is
 * merged from its left end. Takes 16 bytes for a byte of the piece, and keeps them for the next one
 * up to a limit.
 */
final class LongPieceMerger implements PieceMerger {

    private static final int KEPT = 1 << 16;
    private static final int NONE = -1;

    /** {@code previous} of a position whose pair has no merge. */
    private static final int UNLISTED = -1;

    private final BytePairs pairs;
    private final RankSet ranks;

    /** By rank, the first position of its list. */
    private final int[] heads;

    /** By position where a token starts. */
    private int[] symbols = new int[0];

    /** By position where a token starts, and by the one where it ends. */
    private int[] lengths = new int[0];

    /** By position where a pair starts: the rest of its rank's list. */
    private int[] next = new int[0];

    /** The position before it there; {@code -2 - rank} for the first one. */
    private int[] previous = new int[0];

    private int count;

    LongPieceMerger(BytePairs pairs) {
        this.pairs = pairs;
        ranks = new RankSet(pairs.size());
        heads = new int[pairs.size()];
        Arrays.fill(heads, NONE);
    }

    @Override
    public void merge(byte[] text, int from, int to, TokenBuffer ids) {
        count = to - from;
        reserve();
        for (int i = 0; i < count; i++) {
            symbols[i] = pairs.idOfByte(text[from + i]);
            lengths[i] = 1;
            previous[i] = UNLISTED;
        }
        for (int i = count - 2; i >= 0; i--) {
            enlist(i, pairs.rank(text[from + i], text[from + i + 1]));
        }
        for (int rank = ranks.next(0); rank >= 0; rank = ranks.next(rank + 1)) {
            mergeAll(rank);
        }
        for (int at = 0; at < count; at += lengths[at]) {
            ids.add(symbols[at]);
        }
        if (symbols.length > KEPT) {
            resize(0);
        }
    }

    private void mergeAll(int rank) {
        boolean joinsLikes = pairs.joinsLikes(rank);
        while (heads[rank] != NONE) {
            if (joinsLikes) {
                mergeRun(runStart(heads[rank]), rank);
            } else {
                mergeAt(heads[rank], rank);
            }
        }
        ranks.remove(rank);
    }

    private int runStart(int at) {
        int start = at;
        while (start > 0) {
            int before = start - lengths[start - 1];
            if (symbols[before] != symbols[at]) {
                break;
            }
            start = before;
        }
        return start;
    }

    private void mergeRun(int start, int rank) {
        int symbol = pairs.left(rank);
        int at = start;
        while (at < count && symbols[at] == symbol) {
            int right = at + lengths[at];
            if (right >= count || symbols[right] != symbol) {
                return;
            }
            mergeAt(at, rank);
            at += lengths[at];
        }
    }

    private void mergeAt(int at, int rank) {
        int right = at + lengths[at];
        int after = right + lengths[right];
        delist(at);
        delist(right);
        symbols[at] = pairs.result(rank);
        lengths[at] = after - at;
        lengths[after - 1] = after - at;
        if (after < count) {
            enlist(at, pairs.rank(symbols[at], symbols[after]));
        }
        if (at > 0) {
            int before = at - lengths[at - 1];
            delist(before);
            enlist(before, pairs.rank(symbols[before], symbols[at]));
        }
    }

    private void enlist(int at, int rank) {
        if (rank == MergeTable.ABSENT) {
            return;
        }
        int head = heads[rank];
        next[at] = head;
        previous[at] = -2 - rank;
        heads[rank] = at;
        if (head == NONE) {
            ranks.add(rank);
        } else {
            previous[head] = at;
        }
    }

    private void delist(int at) {
        int before = previous[at];
        if (before == UNLISTED) {
            return;
        }
        int after = next[at];
        if (before >= 0) {
            next[before] = after;
        } else {
            heads[-2 - before] = after;
        }
        if (after != NONE) {
            previous[after] = before;
        }
        previous[at] = UNLISTED;
    }

    private void reserve() {
        if (symbols.length < count) {
            resize(count < KEPT ? Math.min(KEPT, 2 * count) : count);
        }
    }

    private void resize(int size) {
        symbols = new int[size];
        lengths = new int[size];
        next = new int[size];
        previous = new int[size];
    }
}
