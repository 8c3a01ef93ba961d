package org.athanor.transformer.dataset;

import java.util.Arrays;

/**
 * One row for next-token training: {@code targets[t]} is what should follow {@code inputs[..t]}, or
 * {@link #IGNORED} where nothing is to be learnt.
 *
 * @param inputs [time]
 * @param targets [time]
 * @param documents [time], a number for each document, the same for all inputs from which a token of it is
 *     foretold; null where a token sees every token before it, whosever it is
 */
public record TokenRow(int[] inputs, int[] targets, int[] documents) {

    /** A target that does not count. */
    public static final int IGNORED = -100;

    /** The document of padding, which no token is foretold from. */
    static final int PADDING = -1;

    public TokenRow {
        if (inputs.length == 0
                || targets.length != inputs.length
                || (documents != null && documents.length != inputs.length)) {
            throw new IllegalArgumentException(
                    "a row needs inputs and as many targets and documents, was given %d, %d and %s"
                            .formatted(
                                    inputs.length,
                                    targets.length,
                                    documents == null ? "none" : documents.length));
        }
    }

    /** A row of running text, of which every token sees all before it: {@code time + 1} tokens. */
    static TokenRow ofWindow(int[] window) {
        return new TokenRow(
                Arrays.copyOf(window, window.length - 1),
                Arrays.copyOfRange(window, 1, window.length),
                null);
    }

    /** Inputs of the row, padding included. */
    public int time() {
        return inputs.length;
    }

    /** Targets that count. */
    public int counted() {
        return (int) Arrays.stream(targets).filter(target -> target != IGNORED).count();
    }
}
