package org.athanor.transformer.model;

import java.util.Arrays;

/** Splits rows, in order, so that one forward stays within a bound of memory. */
final class RowChunks {

    /** Token positions of one forward. */
    private static final long TOKENS = 8192;

    /** Logits of one forward: 128 MiB of f32. */
    private static final long LOGITS = 1L << 25;

    private RowChunks() {}

    /** Handles the rows {@code from..} of one chunk. */
    @FunctionalInterface
    interface Action {
        void accept(int from, int[][] rows);
    }

    /**
     * @param perPosition elements that a position costs in the largest intermediate result: the
     *     vocabulary where logits are made, else 1
     */
    static void each(int[][] rows, long perPosition, Action action) {
        long positions = Math.max(1, Math.min(TOKENS, LOGITS / perPosition));
        int from = 0;
        while (from < rows.length) {
            int to = from + 1;
            int time = rows[from].length;
            while (to < rows.length
                    && (long) (to - from + 1) * Math.max(time, rows[to].length) <= positions) {
                time = Math.max(time, rows[to].length);
                to++;
            }
            action.accept(from, Arrays.copyOfRange(rows, from, to));
            from = to;
        }
    }
}
