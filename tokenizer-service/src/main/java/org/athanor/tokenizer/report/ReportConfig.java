package org.athanor.tokenizer.report;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How thoroughly reports look. */
@ConfigMapping(prefix = "athanor.report")
interface ReportConfig {

    /** About how much of a corpus a report reads, in pieces spread evenly over it. */
    @WithDefault("32M")
    MemorySize sampleBytes();
}
