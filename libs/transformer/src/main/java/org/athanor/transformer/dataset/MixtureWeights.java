package org.athanor.transformer.dataset;

import java.util.Arrays;

/** Weights as whole numbers, in which shares can be kept exactly. */
public final class MixtureWeights {

    /** Of all weights together; places and shares of a round then fit 64 bits. */
    private static final int MOST = 1 << 30;

    private static final int DECIMALS = 6;

    private MixtureWeights() {}

    /**
     * Whole numbers in the same proportions: exactly where the weights have six decimals at most, as {@code
     * 0.7} and {@code 0.3}, else to one in a thousand million of all.
     *
     * @param weights positive, of any sum
     */
    public static int[] whole(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        for (double weight : weights) {
            if (!(weight > 0) || !Double.isFinite(sum) || weight / sum < 1.0 / MOST) {
                throw new IllegalArgumentException(
                        "a weight must be positive and not vanish beside the others, was "
                                + weight
                                + " of "
                                + sum);
            }
        }
        double scale = 1;
        for (int decimals = 0; decimals <= DECIMALS && sum * scale <= MOST; decimals++) {
            double by = scale;
            if (Arrays.stream(weights).allMatch(weight -> isWhole(weight * by))) {
                return reduced(scaled(weights, by));
            }
            scale *= 10;
        }
        return reduced(scaled(weights, (MOST - weights.length) / sum));
    }

    private static boolean isWhole(double value) {
        return value >= 0.5 && Math.abs(value - Math.rint(value)) <= 1e-9 * value;
    }

    private static int[] scaled(double[] weights, double by) {
        return Arrays.stream(weights)
                .mapToInt(weight -> Math.max(1, Math.toIntExact(Math.round(weight * by))))
                .toArray();
    }

    private static int[] reduced(int[] weights) {
        int divisor = Arrays.stream(weights).reduce(0, MixtureWeights::greatestDivisor);
        return Arrays.stream(weights).map(weight -> weight / divisor).toArray();
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }
}
