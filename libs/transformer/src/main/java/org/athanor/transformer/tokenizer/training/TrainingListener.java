package org.athanor.transformer.tokenizer.training;

/** Told how a training goes on. Either method may throw to stop it. */
public interface TrainingListener {

    /** Told after every merge. */
    void merged(int merges);

    /** Told every so often while no merge is made: spilled counts are merged, pairs counted. */
    default void working() {}
}
