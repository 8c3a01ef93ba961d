package org.athanor.transformer.ppo;

import java.util.ArrayList;
import java.util.List;

/**
 * Prompts and their answers as the models read them. A token that the policy chose is an action; the
 * actions of all rows, row after row, are one flat list, so that neither prompts nor padding are in
 * it and no loss needs a mask.
 */
public final class PpoBatch {

    private final int[] offsets;
    private final List<MicroBatch> microBatches = new ArrayList<>();

    /**
     * @param prompts {@code [row][token]}, none of them empty
     * @param answers {@code [row][token]}, none of them empty
     * @param rowsAtOnce how many rows one pass through a model holds in memory
     */
    public PpoBatch(List<int[]> prompts, List<int[]> answers, int rowsAtOnce) {
        check(prompts, answers, rowsAtOnce);
        offsets = offsets(answers);
        for (int row = 0; row < prompts.size(); row += rowsAtOnce) {
            int end = Math.min(row + rowsAtOnce, prompts.size());
            microBatches.add(
                    MicroBatch.of(
                            prompts.subList(row, end), answers.subList(row, end), offsets[row]));
        }
    }

    private static void check(List<int[]> prompts, List<int[]> answers, int rowsAtOnce) {
        if (rowsAtOnce < 1) {
            throw new IllegalArgumentException("rowsAtOnce must be >= 1, was " + rowsAtOnce);
        }
        if (prompts.isEmpty() || prompts.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "a batch has as many answers as prompts and at least one, was "
                            + prompts.size()
                            + " prompts and "
                            + answers.size()
                            + " answers");
        }
        for (int row = 0; row < prompts.size(); row++) {
            if (prompts.get(row).length == 0 || answers.get(row).length == 0) {
                throw new IllegalArgumentException(
                        "row %d has a prompt of %d and an answer of %d tokens; neither may be empty"
                                .formatted(row, prompts.get(row).length, answers.get(row).length));
            }
        }
    }

    private static int[] offsets(List<int[]> answers) {
        int[] offsets = new int[answers.size() + 1];
        for (int row = 0; row < answers.size(); row++) {
            offsets[row + 1] = offsets[row] + answers.get(row).length;
        }
        return offsets;
    }

    public int rows() {
        return offsets.length - 1;
    }

    /** Actions of all rows together. */
    public int actions() {
        return offsets[rows()];
    }

    List<MicroBatch> microBatches() {
        return microBatches;
    }

    /** A flat list of numbers, one an action, cut into rows: {@code [row][token]}. */
    public double[][] unflatten(float[] flat) {
        double[][] ragged = new double[rows()][];
        for (int row = 0; row < ragged.length; row++) {
            ragged[row] = new double[offsets[row + 1] - offsets[row]];
            for (int t = 0; t < ragged[row].length; t++) {
                ragged[row][t] = flat[offsets[row] + t];
            }
        }
        return ragged;
    }

    /** The rows as one flat list, one number an action. */
    public float[] flatten(double[][] ragged) {
        float[] flat = new float[actions()];
        for (int row = 0; row < rows(); row++) {
            if (ragged[row].length != offsets[row + 1] - offsets[row]) {
                throw new IllegalArgumentException(
                        "row %d has %d numbers for %d actions"
                                .formatted(
                                        row, ragged[row].length, offsets[row + 1] - offsets[row]));
            }
            for (int t = 0; t < ragged[row].length; t++) {
                flat[offsets[row] + t] = (float) ragged[row][t];
            }
        }
        return flat;
    }
}
