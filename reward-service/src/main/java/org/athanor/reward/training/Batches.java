package org.athanor.reward.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.reward.PreferenceBatch;

/** Puts examples together so that each answer goes forward once. */
final class Batches {

    private final List<int[]> sequences = new ArrayList<>();
    private final Map<Tokens, Integer> places = new HashMap<>();

    private Batches() {}

    static PreferenceBatch of(List<Example> examples) {
        Batches batch = new Batches();
        int[] first = new int[examples.size()];
        int[] second = new int[examples.size()];
        float[] preferred = new float[examples.size()];
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            first[i] = batch.place(example.pair().first());
            second[i] = batch.place(example.pair().second());
            preferred[i] = example.preferred();
        }
        return new PreferenceBatch(batch.sequences.toArray(int[][]::new), first, second, preferred);
    }

    private int place(int[] sequence) {
        return places.computeIfAbsent(
                new Tokens(sequence),
                fresh -> {
                    sequences.add(sequence);
                    return sequences.size() - 1;
                });
    }

    /** A sequence that equals another of the same tokens. */
    private record Tokens(int[] ids) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }
}
