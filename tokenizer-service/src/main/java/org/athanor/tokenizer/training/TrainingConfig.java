package org.athanor.tokenizer.training;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What training a tokenizer may take. None of it changes the tokenizer. */
@ConfigMapping(prefix = "athanor.tokenizer-training")
interface TrainingConfig {

    /**
     * Counts and words beyond it lie in files of the run's scratch folder. About half is heap, the
     * rest beside it; more than the service's heap is not taken.
     */
    @WithDefault("256M")
    MemorySize memory();
}
