package org.athanor.tokenizer.dataset;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a corpus is shared out. None of it changes the dataset. */
@ConfigMapping(prefix = "athanor.dataset")
interface DatasetConfig {

    /** About how much of a corpus one replica tokenizes at a time: seconds of work, not minutes. */
    @WithDefault("8M")
    MemorySize splitBytes();

    /** How often a run looks for pieces that other replicas tokenized. */
    @WithDefault("200ms")
    Duration pollInterval();
}
