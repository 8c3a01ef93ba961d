package org.athanor.transformer.training;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.athanor.transformer.dataset.TokenRow;

/**
 * One micro-batch: {@code targets[i][t]} is the token that should follow {@code inputs[i][..t]}, or
 * {@link #IGNORED} where nothing is to be learnt. All rows have the same length.
 *
 * @param documents [batch][time], the number of each input's document within its row: a token sees the
 *     tokens before it that have its number, and its position is that in its document; null where every row
 *     is one document
 */
public record TokenBatch(int[][] inputs, int[][] targets, int[][] documents) {

    /** A target that does not count. */
    public static final int IGNORED = TokenRow.IGNORED;

    public TokenBatch {
        if (inputs.length == 0 || inputs.length != targets.length) {
            throw new IllegalArgumentException(
                    "a batch needs as many targets as inputs, and at least one: "
                            + inputs.length
                            + " inputs, "
                            + targets.length
                            + " targets");
        }
        int time = inputs[0].length;
        for (int i = 0; i < inputs.length; i++) {
            if (time == 0 || inputs[i].length != time || targets[i].length != time) {
                throw new IllegalArgumentException(
                        "row "
                                + i
                                + " has "
                                + inputs[i].length
                                + " inputs and "
                                + targets[i].length
                                + " targets, the first row has "
                                + time);
            }
        }
        if (documents != null) {
            requireShape(documents, inputs.length, time);
        }
    }

    /** A batch of rows each of which is one document. */
    public TokenBatch(int[][] inputs, int[][] targets) {
        this(inputs, targets, null);
    }

    private static void requireShape(int[][] documents, int rows, int time) {
        if (documents.length != rows
                || Arrays.stream(documents).anyMatch(row -> row.length != time)) {
            throw new IllegalArgumentException(
                    "every input needs the number of its document: %d rows of %d inputs, but %d rows of numbers"
                            .formatted(rows, time, documents.length));
        }
    }

    /** Rows as a dataset gives them, of one length; all of them know their documents or none does. */
    public static TokenBatch ofRows(List<TokenRow> rows) {
        long packed = rows.stream().map(TokenRow::documents).filter(Objects::nonNull).count();
        if (packed != 0 && packed != rows.size()) {
            throw new IllegalArgumentException(
                    "%d of %d rows know their documents: all need to, or none"
                            .formatted(packed, rows.size()));
        }
        return new TokenBatch(
                rows.stream().map(TokenRow::inputs).toArray(int[][]::new),
                rows.stream().map(TokenRow::targets).toArray(int[][]::new),
                packed == 0 ? null : rows.stream().map(TokenRow::documents).toArray(int[][]::new));
    }

    /** Windows of consecutive tokens, each of time + 1: every token after the first counts. */
    public static TokenBatch ofWindows(int[][] windows) {
        int[][] inputs = new int[windows.length][];
        int[][] targets = new int[windows.length][];
        for (int i = 0; i < windows.length; i++) {
            inputs[i] = Arrays.copyOf(windows[i], Math.max(0, windows[i].length - 1));
            targets[i] =
                    Arrays.copyOfRange(
                            windows[i], Math.min(1, windows[i].length), windows[i].length);
        }
        return new TokenBatch(inputs, targets);
    }

    /**
     * Examples of different lengths, padded on the right.
     *
     * @param examples token ids of each example, at least two
     * @param counted for every token whether it is to be learnt; the first never is
     */
    public static TokenBatch ofExamples(List<int[]> examples, List<boolean[]> counted) {
        int time = examples.stream().mapToInt(e -> e.length).max().orElse(1) - 1;
        int[][] inputs = new int[examples.size()][time];
        int[][] targets = new int[examples.size()][time];
        for (int i = 0; i < examples.size(); i++) {
            int[] tokens = examples.get(i);
            boolean[] mask = counted.get(i);
            if (tokens.length < 2 || mask.length != tokens.length) {
                throw new IllegalArgumentException(
                        "example "
                                + i
                                + " has "
                                + tokens.length
                                + " tokens and a mask of "
                                + mask.length
                                + ": at least two are needed, and as many in the mask");
            }
            Arrays.fill(targets[i], IGNORED);
            for (int t = 1; t < tokens.length; t++) {
                inputs[i][t - 1] = tokens[t - 1];
                targets[i][t - 1] = mask[t] ? tokens[t] : IGNORED;
            }
        }
        return new TokenBatch(inputs, targets);
    }

    /** The rows from {@code from} to before {@code to}, which are shared with this batch. */
    TokenBatch rows(int from, int to) {
        return new TokenBatch(
                Arrays.copyOfRange(inputs, from, to),
                Arrays.copyOfRange(targets, from, to),
                documents == null ? null : Arrays.copyOfRange(documents, from, to));
    }

    public int time() {
        return inputs[0].length;
    }

    /** Tokens that count in the loss. */
    public long countedTokens() {
        return Arrays.stream(targets)
                .flatMapToInt(Arrays::stream)
                .filter(t -> t != IGNORED)
                .count();
    }
}
