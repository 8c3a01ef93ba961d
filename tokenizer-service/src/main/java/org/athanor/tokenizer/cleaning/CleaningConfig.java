package org.athanor.tokenizer.cleaning;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What cleaning may use of the machine, and the evaluation sets that it knows. */
@ConfigMapping(prefix = "athanor.cleaning")
interface CleaningConfig {

    /** A folder of evaluation sets, each a {@code NAME.jsonl} or {@code NAME.jsonl.gz}. */
    Optional<Path> evaluationSets();

    /** The largest evaluation set, after unpacking. */
    @WithDefault("64M")
    MemorySize maxEvaluationSetBytes();

    /** What each of the three sorts of a run may hold in memory; the rest lies on disk. */
    @WithDefault("32M")
    MemorySize sortMemory();
}
