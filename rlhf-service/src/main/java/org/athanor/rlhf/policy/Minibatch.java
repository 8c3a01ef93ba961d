package org.athanor.rlhf.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.athanor.rlhf.rollout.Rollout;
import org.athanor.transformer.ppo.PpoBatch;

/**
 * The part of a rollout that one optimiser step reads. A rollout is dealt once: old log-probs come
 * from the very batches that are trained on, so that the ratio is exactly 1 before the first step.
 *
 * @param rows which answers of the rollout, in the batch's order
 */
record Minibatch(int[] rows, PpoBatch batch) {

    /**
     * Deals the rollout's answers at random to {@code count} minibatches of almost equal size. Within
     * one they lie by length, so that rows that go through a model together need little padding.
     *
     * @param rowsAtOnce how many rows one pass through a model holds in memory
     */
    static List<Minibatch> deal(Rollout rollout, int count, int rowsAtOnce, long seed) {
        int[] order = IntStream.range(0, rollout.size()).toArray();
        shuffle(order, new SplittableRandom(seed));
        List<Minibatch> minibatches = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int from = (int) ((long) order.length * part / count);
            int to = (int) ((long) order.length * (part + 1) / count);
            int[] rows = byLength(rollout, Arrays.copyOfRange(order, from, to));
            minibatches.add(new Minibatch(rows, rollout.batch(rows, rowsAtOnce)));
        }
        return minibatches;
    }

    private static int[] byLength(Rollout rollout, int[] rows) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(
                        Comparator.comparingInt(
                                row ->
                                        rollout.prompts().get(row).length
                                                + rollout.answers().get(row).length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /** Numbers of the whole rollout, {@code [answer][token]}, as this batch's flat list. */
    float[] gather(double[][] ofRollout) {
        double[][] mine = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            mine[i] = ofRollout[rows[i]];
        }
        return batch.flatten(mine);
    }

    /** This batch's flat list into its rows of {@code ofRollout}, {@code [answer][token]}. */
    void scatter(float[] mine, double[][] ofRollout) {
        double[][] ragged = batch.unflatten(mine);
        for (int i = 0; i < rows.length; i++) {
            ofRollout[rows[i]] = ragged[i];
        }
    }
}
