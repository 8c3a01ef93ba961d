package org.athanor.transformer.model;

import java.util.Random;
import java.util.stream.Stream;

/** Configurations small enough for a test, one for each thing that can differ. */
public final class TinyModels {

    public static final int VOCABULARY = 37;

    private TinyModels() {}

    /** Grouped heads, tied head. */
    public static DecoderConfig llama() {
        return DecoderConfig.llama(VOCABULARY, 32, 2, 4, 2, 48, 64, true);
    }

    /** As many keys as queries, a head of its own, heads wider than the model, stretched positions. */
    public static DecoderConfig llamaUntied() {
        return new DecoderConfig(
                Family.LLAMA,
                VOCABULARY,
                32,
                2,
                3,
                3,
                16,
                40,
                64,
                false,
                1e-5,
                10_000,
                new RopeScaling(8, 1, 4, 16));
    }

    public static DecoderConfig gpt2() {
        return DecoderConfig.gpt2(VOCABULARY, 32, 2, 4, 64);
    }

    public static Stream<DecoderConfig> all() {
        return Stream.of(llama(), llamaUntied(), gpt2());
    }

    /** Random token ids; the same seed gives the same ids. */
    public static int[] ids(long seed, int length) {
        return new Random(seed).ints(length, 0, VOCABULARY).toArray();
    }

    public static int[][] rows(long seed, int batch, int length) {
        int[][] rows = new int[batch][];
        for (int i = 0; i < batch; i++) {
            rows[i] = ids(seed * 1000 + i, length);
        }
        return rows;
    }
}
