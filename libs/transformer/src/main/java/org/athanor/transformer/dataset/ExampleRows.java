package org.athanor.transformer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examples of different lengths as rows of one length, that of the longest: one a row and padded, or
 * several a row, none of which sees another, where that takes fewer rows. Either way each token is foretold
 * from its own example, so the loss is the same.
 */
public final class ExampleRows {

    private ExampleRows() {}

    /**
     * @param tokens of each example, at least two
     * @param counted for every token whether it is to be learnt; the first never is
     */
    public static List<TokenRow> of(List<int[]> tokens, List<boolean[]> counted) {
        int[] inputs = tokens.stream().mapToInt(example -> example.length - 1).toArray();
        int time = Arrays.stream(inputs).max().orElse(0);
        int[][] packed = BestFit.pack(inputs, time);
        boolean saves = packed.length < inputs.length;
        List<TokenRow> rows = new ArrayList<>();
        for (int[] together : saves ? packed : alone(inputs.length)) {
            rows.add(row(together, tokens, counted, time, saves));
        }
        return rows;
    }

    private static int[][] alone(int examples) {
        int[][] rows = new int[examples][];
        Arrays.setAll(rows, example -> new int[] {example});
        return rows;
    }

    private static TokenRow row(
            int[] examples,
            List<int[]> tokens,
            List<boolean[]> counted,
            int time,
            boolean numbered) {
        int[] inputs = new int[time];
        int[] targets = new int[time];
        int[] documents = new int[time];
        Arrays.fill(targets, TokenRow.IGNORED);
        Arrays.fill(documents, TokenRow.PADDING);
        int at = 0;
        for (int number = 0; number < examples.length; number++) {
            int[] ids = tokens.get(examples[number]);
            boolean[] mask = counted.get(examples[number]);
            for (int t = 1; t < ids.length; t++) {
                inputs[at] = ids[t - 1];
                targets[at] = mask[t] ? ids[t] : TokenRow.IGNORED;
                documents[at++] = number;
            }
        }
        return new TokenRow(inputs, targets, numbered ? documents : null);
    }
}
