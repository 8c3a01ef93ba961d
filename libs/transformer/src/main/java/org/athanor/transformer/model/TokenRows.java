package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;

/** Ragged rows of token ids and the rectangles that scripts take. */
public final class TokenRows {

    private TokenRows() {}

    /** Rows padded with token 0 on the right to the longest: [batch, time], 64-bit. */
    public static NDArray padRight(NDManager manager, int[][] rows) {
        return rectangle(manager, rows, longest(rows), false);
    }

    /** Rows padded with token 0 on the left to the longest: [batch, time], 64-bit. */
    public static NDArray padLeft(NDManager manager, int[][] rows) {
        return rectangle(manager, rows, longest(rows), true);
    }

    public static int longest(int[][] rows) {
        return Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
    }

    /**
     * Refuses what the model cannot read: no rows, an empty row, an id outside the vocabulary, a row
     * beyond the context.
     */
    public static void check(DecoderConfig config, int[][] rows, int shortest) {
        check(rows, config.vocabularySize(), shortest, config.contextLength());
    }

    /** The same for a model of another kind, which takes rows of {@code shortest} to {@code longest} tokens. */
    public static void check(int[][] rows, int vocabularySize, int shortest, int longest) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("at least one sequence is needed");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length < shortest || rows[i].length > longest) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "sequence %d has %d tokens, the model takes %d to %d",
                                i,
                                rows[i].length,
                                shortest,
                                longest));
            }
            for (int id : rows[i]) {
                if (id < 0 || id >= vocabularySize) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "token id %d in sequence %d is outside the vocabulary of %d",
                                    id,
                                    i,
                                    vocabularySize));
                }
            }
        }
    }

    private static NDArray rectangle(NDManager manager, int[][] rows, int time, boolean left) {
        long[] flat = new long[rows.length * time];
        for (int r = 0; r < rows.length; r++) {
            int start = r * time + (left ? time - rows[r].length : 0);
            for (int t = 0; t < rows[r].length; t++) {
                flat[start + t] = rows[r][t];
            }
        }
        return manager.create(flat, new Shape(rows.length, time));
    }
}
