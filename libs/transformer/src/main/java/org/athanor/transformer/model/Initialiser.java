package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Initial values, made in Java so that they do not depend on the device or the number of threads. */
final class Initialiser {

    private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Initialiser() {}

    /** Fills one weight; each has a stream of its own, told apart by its index. */
    static void fill(NDArray tensor, WeightSpec spec, long seed, int index) {
        RandomGenerator random = RANDOM.create(seed + (index + 1) * GOLDEN_RATIO);
        HostCopy.fill(
                tensor,
                values -> {
                    for (int i = 0; i < values.length; i++) {
                        values[i] =
                                spec.deviation() > 0
                                        ? (float) (spec.deviation() * random.nextGaussian())
                                        : (float) spec.fill();
                    }
                });
    }
}
