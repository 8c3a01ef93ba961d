package org.athanor.transformer.tokenizer.training;

import java.util.Arrays;

/**
 * The pairs that may be merged next, how often each occurs and where. A pair's count is highest when
 * its younger symbol is made and only falls afterwards, so that pairs which then occur too rarely
 * are not kept, a list of positions never grows, and an entry of the queue is corrected when it comes
 * up.
 *
 * <p>No more pairs are kept than memory was given for. When they are too many, the later half in
 * {@link PairOrder} is forgotten, and from then on every pair behind the last one kept: the index is
 * {@linkplain #isPartial partial}. What it holds is exact and comes before all it does not hold, and
 * when it has run out the pairs are counted anew.
 */
final class PairIndex {

    /** Heap bytes that a pair takes, queue, hash slots and growth included. */
    static final int BYTES_OF_PAIR = 96;

    private static final int FIRST_CAPACITY = 1 << 8;
    private static final int ABSENT = -1;
    private static final long NO_LIST = -1;

    /** Less than any count that is wanted. */
    private static final long GONE = -1;

    private final Words words;
    private final Postings postings;
    private final PairLimits limits;
    private final PairHeap queue = new PairHeap();

    private long[] keys;
    private long[] counts;
    private long[] starts;
    private long[] lengths;
    private int size;
    private int gone;

    /** Pair + 1, or 0; by hash. */
    private int[] slots = new int[2 * FIRST_CAPACITY];

    /** The pair that is being merged: out of the queue, its list still needed. */
    private int merging = ABSENT;

    private boolean partial;
    private long lastCount;
    private long lastKey;

    PairIndex(Words words, Postings postings, PairLimits limits) {
        this.words = words;
        this.postings = postings;
        this.limits = limits;
        int capacity = Math.min(FIRST_CAPACITY, limits.pairs());
        this.keys = new long[capacity];
        this.counts = new long[capacity];
        this.starts = new long[capacity];
        this.lengths = new long[capacity];
    }

    /** Whether pairs were left out that may still be merged. */
    boolean isPartial() {
        return partial;
    }

    void clear() {
        size = 0;
        gone = 0;
        partial = false;
        queue.clear();
        postings.truncate(0);
        Arrays.fill(slots, 0);
    }

    /** The first pair, to be merged now, or a negative number when there is none. */
    int poll() {
        merging = next();
        return merging;
    }

    /** The pair that {@link #poll} gave; its number changes when others are added. */
    int merging() {
        return merging;
    }

    /** Forgets the pair that was merged. */
    void merged() {
        remove(merging);
        merging = ABSENT;
    }

    private int next() {
        while (!queue.isEmpty()) {
            int pair = queue.topPair();
            long count = counts[pair];
            if (count == queue.topCount()) {
                queue.pop();
                return pair;
            }
            if (isWanted(count, keys[pair])) {
                queue.lowerTop(count);
            } else {
                queue.pop();
                remove(pair);
            }
        }
        return ABSENT;
    }

    long key(int pair) {
        return keys[pair];
    }

    /** Where the positions of a pair begin among the postings; they ascend. */
    long start(int pair) {
        return starts[pair];
    }

    /** How many positions the pair's list has. */
    long length(int pair) {
        return lengths[pair];
    }

    void setLength(int pair, long length) {
        lengths[pair] = length;
    }

    /** The pair of a key, or a negative number. */
    int find(long key) {
        int slot = PairOrder.hash(key) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (keys[slots[slot] - 1] == key) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return ABSENT;
    }

    /** The pair, if it is known, occurs so many times less. */
    void decrease(int left, int right, long times) {
        int pair = find(PairOrder.key(left, right));
        if (pair >= 0 && counts[pair] != GONE) {
            counts[pair] -= times;
            if (counts[pair] < limits.minimumCount()) {
                remove(pair);
            }
        }
    }

    /**
     * Adds a pair, unless it occurs too rarely to be kept. Its list is there after {@link
     * #makeLists}.
     *
     * @param count how often it occurs in the text
     * @param positions how many positions it has
     */
    void add(int left, int right, long count, long positions) {
        long key = PairOrder.key(left, right);
        if (!isWanted(count, key) || !limits.allow(words.length(left) + words.length(right))) {
            return;
        }
        if (size == keys.length) {
            makeRoom();
            if (!isWanted(count, key)) {
                return;
            }
        }
        keys[size] = key;
        counts[size] = count;
        starts[size] = NO_LIST;
        lengths[size] = positions;
        putInSlot(size);
        queue.push(count, key, size);
        size++;
    }

    /**
     * Makes room for the lists of the pairs added since the last call, which are to be filled.
     *
     * @return the first of those pairs; the others follow it
     */
    int makeLists() {
        long needed = 0;
        for (int pair = firstWithoutList(); pair < size; pair++) {
            needed += lengths[pair];
        }
        if (!postings.hasRoomFor(needed)) {
            compact();
        }
        int first = firstWithoutList();
        for (int pair = first; pair < size; pair++) {
            starts[pair] = postings.take(lengths[pair]);
        }
        return first;
    }

    private int firstWithoutList() {
        int first = size;
        while (first > 0 && starts[first - 1] == NO_LIST) {
            first--;
        }
        return first;
    }

    /** One more than the last pair. */
    int size() {
        return size;
    }

    private boolean isWanted(long count, long key) {
        return count >= limits.minimumCount()
                && !(partial && PairOrder.isBefore(lastCount, lastKey, count, key));
    }

    private void remove(int pair) {
        if (counts[pair] != GONE) {
            counts[pair] = GONE;
            gone++;
        }
    }

    private void makeRoom() {
        if (2 * gone >= size) {
            compact();
        } else if (size < limits.pairs()) {
            grow();
        } else {
            keepFirst(size / 2);
            compact();
        }
    }

    private void grow() {
        int capacity = Math.min(limits.pairs(), 2 * size);
        keys = Arrays.copyOf(keys, capacity);
        counts = Arrays.copyOf(counts, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        if (slots.length < 2 * capacity) {
            slots = new int[2 * slots.length];
            for (int pair = 0; pair < size; pair++) {
                putInSlot(pair);
            }
        }
    }

    /** Forgets all pairs but the first so many, and the last of those becomes the limit. */
    private void keepFirst(int kept) {
        boolean[] keep = new boolean[size];
        int last = ABSENT;
        for (int i = 0; i < kept; i++) {
            int pair = next();
            if (pair < 0) {
                return;
            }
            keep[pair] = true;
            last = pair;
        }
        partial = true;
        lastCount = counts[last];
        lastKey = keys[last];
        for (int pair = 0; pair < size; pair++) {
            if (!keep[pair] && pair != merging) {
                remove(pair);
            }
        }
    }

    /**
     * Closes the gaps that removed pairs and used-up positions have left. Pairs keep their order,
     * which is that of their lists.
     */
    private void compact() {
        Arrays.fill(slots, 0);
        queue.clear();
        postings.truncate(0);
        int kept = 0;
        for (int pair = 0; pair < size; pair++) {
            if (pair != merging && !isWanted(counts[pair], keys[pair])) {
                continue;
            }
            keys[kept] = keys[pair];
            counts[kept] = counts[pair];
            lengths[kept] = lengths[pair];
            starts[kept] = starts[pair] == NO_LIST ? NO_LIST : moveList(pair, kept);
            putInSlot(kept);
            if (pair == merging) {
                merging = kept;
            } else {
                queue.push(counts[kept], keys[kept], kept);
            }
            kept++;
        }
        size = kept;
        gone = 0;
    }

    /** Moves the positions that are still the pair's to the front. */
    private long moveList(int from, int to) {
        int left = PairOrder.left(keys[to]);
        int right = PairOrder.right(keys[to]);
        long start = starts[from];
        long newStart = postings.take(0);
        long kept = 0;
        for (long i = start; i < start + lengths[to]; i++) {
            long at = postings.get(i);
            if (from == merging || words.isPairAt(at, left, right)) {
                postings.set(newStart + kept++, at);
            }
        }
        lengths[to] = kept;
        return postings.take(kept);
    }

    private void putInSlot(int pair) {
        int slot = PairOrder.hash(keys[pair]) & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = pair + 1;
    }
}
