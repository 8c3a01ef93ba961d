package org.athanor.tokenizer.dataset;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How a corpus is shared out, and how a dataset is laid out. */
@ConfigMapping(prefix = "athanor.dataset")
interface DatasetConfig {

    /**
     * About how much of a corpus one thread tokenizes at a time: a second of work, not minutes. Does
     * not change the dataset; but a piece is found again only where it was cut the same.
     */
    @WithDefault("8M")
    MemorySize splitBytes();

    /** The most bytes of tokens in one file of a dataset. Another value makes another artifact. */
    @WithDefault("2G")
    MemorySize shardBytes();

    /** How many pieces one replica tokenizes at once; 0 for one a processor. */
    @WithDefault("0")
    @Min(0)
    @Max(1024)
    int workers();

    /** How long a replica that fell silent keeps its piece, besides a second for each MB of it. */
    @WithDefault("30S")
    Duration claim();

    /**
     * How many pieces are asked for before those in front of them are joined: another run's wait behind
     * so many. No bound of the disk: a piece stays there until its dataset is published, so that a run
     * that is resumed need not tokenize again.
     */
    @WithDefault("4096")
    @Min(1)
    int piecesAhead();

    /** How often a run looks for pieces that other replicas tokenized. */
    @WithDefault("50ms")
    Duration pollInterval();

    /** For how long the pieces of a dataset that no run has met again are remembered. */
    @WithDefault("90D")
    Duration remember();
}
