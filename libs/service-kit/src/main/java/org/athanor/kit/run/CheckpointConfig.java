package org.athanor.kit.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Which of its checkpoints a run keeps; all others are deleted as it goes on. */
@ConfigMapping(prefix = "athanor.checkpoints")
interface CheckpointConfig {

    /** The newest ones of a running run. A run that is over keeps the newest alone of these. */
    @WithDefault("2")
    @Min(1)
    int keepLast();

    /** Those of the least validation loss, where it was measured at a checkpoint's step. */
    @WithDefault("1")
    @Min(0)
    int keepBest();

    /** Those of every so many steps, for good; 0 for none. */
    @WithDefault("0")
    @Min(0)
    long keepEvery();
}
