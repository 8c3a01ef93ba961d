package org.athanor.rlhf.policy;

/** Learning rates of one iteration. A policy at rate 0 is left as it is. */
record LearningRates(double policy, double value) {

    /** Linear decay: 1 at the start, 0 at the end. */
    LearningRates times(double left) {
        return new LearningRates(policy * left, value * left);
    }

    LearningRates withoutPolicy() {
        return new LearningRates(0, value);
    }
}
