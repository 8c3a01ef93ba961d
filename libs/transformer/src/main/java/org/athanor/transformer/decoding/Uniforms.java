package org.athanor.transformer.decoding;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers of one row, from the request's seed and the row's index: they depend neither on the
 * other rows nor on the device.
 */
final class Uniforms {

    private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final RandomGenerator random;

    Uniforms(long seed, int row) {
        this.random = RANDOM.create(seed + (row + 1) * GOLDEN_RATIO);
    }

    /** A number in [0, 1) with 23 bits, so that its product with a sum stays below the sum in f32. */
    float next() {
        return (random.nextInt() >>> 9) * 0x1p-23f;
    }
}
