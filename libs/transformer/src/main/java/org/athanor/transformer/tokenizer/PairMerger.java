package org.athanor.transformer.tokenizer;

/**
 * Joins neighbouring symbols, the lowest priority number first and the leftmost among equals, in
 * O(n log n).
 */
final class PairMerger {

    private final PairTable joins;
    private final int[] priority;
    private final int[] result;

    /**
     * @param joins pairs of ids to the number of their join
     * @param priority by number of a join, when it comes: not negative, lower first
     * @param result by number of a join, the id that it makes
     */
    PairMerger(PairTable joins, int[] priority, int[] result) {
        this.joins = joins;
        this.priority = priority;
        this.result = result;
    }

    /**
     * The symbols as a linked list; merged neighbours leave it.
     *
     * @param symbols ids, overwritten
     * @param length how many of them count
     */
    int[] merge(int[] symbols, int length) {
        int[] next = new int[length];
        int[] previous = new int[length];
        for (int i = 0; i < length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        MergeQueue queue = new MergeQueue(length);
        for (int i = 0; i + 1 < length; i++) {
            offer(queue, symbols, i, i + 1);
        }
        int remaining = length;
        while (!queue.isEmpty()) {
            long entry = queue.poll();
            int left = MergeQueue.position(entry);
            int right = next[left];
            if (symbols[left] < 0 || right >= length) {
                continue;
            }
            int join = joins.rank(symbols[left], symbols[right]);
            boolean stale = join == PairTable.ABSENT || priority[join] != MergeQueue.rank(entry);
            if (stale) {
                continue;
            }
            symbols[left] = result[join];
            symbols[right] = -1;
            next[left] = next[right];
            remaining--;
            if (next[left] < length) {
                previous[next[left]] = left;
                offer(queue, symbols, left, next[left]);
            }
            if (previous[left] >= 0) {
                offer(queue, symbols, previous[left], left);
            }
        }
        return alive(symbols, next, remaining);
    }

    private void offer(MergeQueue queue, int[] symbols, int left, int right) {
        int join = joins.rank(symbols[left], symbols[right]);
        if (join != PairTable.ABSENT) {
            queue.add(priority[join], left);
        }
    }

    private static int[] alive(int[] symbols, int[] next, int count) {
        int[] ids = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = symbols[at];
            at = next[at];
        }
        return ids;
    }
}
