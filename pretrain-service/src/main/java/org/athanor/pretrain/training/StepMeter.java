package org.athanor.pretrain.training;

import java.util.function.LongSupplier;

/**
 * How fast steps go: the last one and on average. Time between steps (evaluation, checkpoints) does
 * not count.
 */
public final class StepMeter {

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final double peakFlops;
    private long begun;
    private Total last = Total.NOTHING;
    private Total all = Total.NOTHING;

    /**
     * @param nanoTime a clock in nanoseconds
     * @param peakFlops the device's matrix-product peak, operations a second
     */
    public StepMeter(LongSupplier nanoTime, double peakFlops) {
        this.nanoTime = nanoTime;
        this.peakFlops = peakFlops;
    }

    private record Total(long tokens, double flops, double seconds) {
        static final Total NOTHING = new Total(0, 0, 0);

        Total plus(Total other) {
            return new Total(tokens + other.tokens, flops + other.flops, seconds + other.seconds);
        }

        double perSecond(double amount) {
            return seconds > 0 ? amount / seconds : 0;
        }
    }

    void begin() {
        begun = nanoTime.getAsLong();
    }

    /**
     * @param tokens that went through the model in this step, padding left out
     * @param flopsPerToken operations that one of them needs, forward and backward
     */
    void end(long tokens, double flopsPerToken) {
        double seconds = (nanoTime.getAsLong() - begun) / NANOS;
        last = new Total(tokens, tokens * flopsPerToken, seconds);
        all = all.plus(last);
    }

    /** Of the last step. */
    double tokensPerSecond() {
        return last.perSecond(last.tokens());
    }

    /** Of the last step: model FLOPs utilisation (arXiv:2204.02311). */
    double utilisation() {
        return last.perSecond(last.flops()) / peakFlops;
    }

    double meanTokensPerSecond() {
        return all.perSecond(all.tokens());
    }

    double meanUtilisation() {
        return all.perSecond(all.flops()) / peakFlops;
    }
}
