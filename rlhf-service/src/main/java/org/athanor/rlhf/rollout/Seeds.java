package org.athanor.rlhf.rollout;

/**
 * Independent seeds from a run's one. A seed depends on what it is for and on the iteration, not on
 * what was drawn before: a resumed run draws what the interrupted one would have.
 *
 * @param seed of the run
 */
public record Seeds(long seed) {

    private static final long SAMPLING = 1;
    private static final long PROMPTS = 2;
    private static final long EVALUATION = 3;
    private static final long MINIBATCHES = 4;

    /** For the sampler's draws of one rollout. */
    public long sampling(long iteration) {
        return derive(SAMPLING, iteration);
    }

    /** For the order of the prompts. */
    public long prompts() {
        return derive(PROMPTS, 0);
    }

    /** For the sampler's draws of both evaluations, which differ in nothing but the policy. */
    public long evaluation() {
        return derive(EVALUATION, 0);
    }

    /** For dealing a rollout's answers to minibatches. */
    public long minibatches(long iteration) {
        return derive(MINIBATCHES, iteration);
    }

    private long derive(long purpose, long iteration) {
        return mix(mix(mix(seed) + purpose) + iteration);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
