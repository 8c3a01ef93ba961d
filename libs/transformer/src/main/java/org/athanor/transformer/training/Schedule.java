package org.athanor.transformer.training;

import java.util.Objects;

/**
 * The learning rate of each step: a linear warm-up, then a way down to a share of the peak.
 *
 * @param peak learning rate after the warm-up
 * @param warmupSteps steps of the warm-up, the first of which already learns
 * @param totalSteps step at which the final rate is reached
 * @param decay way down
 * @param finalShare share of the peak at the end, 0 to 1; without meaning for a constant rate
 *     and for {@link Decay#INVERSE_SQUARE_ROOT}, for which {@code totalSteps} has none either
 */
public record Schedule(
        double peak, long warmupSteps, long totalSteps, Decay decay, double finalShare) {

    /** How the rate falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE,
        /** By the root of the steps, without end: arXiv:1706.03762, eq. 3. */
        INVERSE_SQUARE_ROOT,
        /** Stable until the last fifth of the steps, then linear: WSD (arXiv:2404.06395). */
        WSD
    }

    /** The share of the way after the warm-up in which {@link Decay#WSD} decays. */
    private static final double DECAY_SHARE = 0.2;

    public Schedule {
        Objects.requireNonNull(decay, "decay");
        if (!(peak > 0)) {
            throw new IllegalArgumentException("peak learning rate must be above 0, was " + peak);
        }
        if (warmupSteps < 0 || totalSteps < 1 || warmupSteps > totalSteps) {
            throw new IllegalArgumentException(
                    "warm-up must be within the steps, was " + warmupSteps + " of " + totalSteps);
        }
        if (!(finalShare >= 0 && finalShare <= 1)) {
            throw new IllegalArgumentException("finalShare must be in [0, 1], was " + finalShare);
        }
    }

    public static Schedule constant(double rate) {
        return new Schedule(rate, 0, 1, Decay.CONSTANT, 1);
    }

    public static Schedule cosine(double peak, long warmupSteps, long totalSteps) {
        return new Schedule(peak, warmupSteps, totalSteps, Decay.COSINE, 0.1);
    }

    /** Falls to zero. */
    public static Schedule linear(double peak, long warmupSteps, long totalSteps) {
        return new Schedule(peak, warmupSteps, totalSteps, Decay.LINEAR, 0);
    }

    /**
     * The schedule of the Transformer (arXiv:1706.03762, eq. 3): {@code dModel^-0.5 min(step^-0.5, step
     * warmupSteps^-1.5)}.
     */
    public static Schedule inverseSquareRoot(int dModel, long warmupSteps) {
        double peak = 1 / Math.sqrt((double) dModel * warmupSteps);
        return new Schedule(peak, warmupSteps, warmupSteps, Decay.INVERSE_SQUARE_ROOT, 0);
    }

    /**
     * The learning rate of a step.
     *
     * @param step counts from 1
     */
    public double rate(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("step counts from 1, was " + step);
        }
        if (step <= warmupSteps) {
            return peak * step / warmupSteps;
        }
        double remaining = 1 - progress(step);
        return switch (decay) {
            case CONSTANT -> peak;
            case INVERSE_SQUARE_ROOT -> peak * Math.sqrt(Math.max(1, warmupSteps) / (double) step);
            case LINEAR -> between(remaining);
            case WSD -> between(Math.min(1, remaining / DECAY_SHARE));
            case COSINE -> between((1 - Math.cos(Math.PI * remaining)) / 2);
        };
    }

    /** The final rate at 0, the peak at 1. */
    private double between(double share) {
        return peak * (finalShare + (1 - finalShare) * share);
    }

    private double progress(long step) {
        long span = totalSteps - warmupSteps;
        return span == 0 ? 1 : Math.min(1, (step - warmupSteps) / (double) span);
    }
}
