package org.athanor.kit.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

@ConfigMapping(prefix = "athanor.run")
interface RunConfig {

    /** Whether this service owns runs; read at build time. */
    @WithDefault("true")
    boolean enabled();

    /** How many runs one replica works on at once. */
    @WithDefault("1")
    @Min(0)
    @Max(64)
    int workers();

    /** For how long a replica that fell silent keeps its run. */
    @WithDefault("20S")
    Duration lease();

    /** How often a replica renews its lease, and notices a cancellation. */
    @WithDefault("2S")
    Duration heartbeat();

    /** How often progress and metrics are written. */
    @WithDefault("0.5S")
    Duration reportEvery();

    /** After so many leases that ran out the run is failed: it may be what kills its replicas. */
    @WithDefault("5")
    @Min(1)
    int maxLostLeases();

    /** How long a stopping replica waits for its runs to notice. */
    @WithDefault("8S")
    Duration stopWithin();

    /** Scratch space of running runs. */
    Path workDirectory();

    /** How many clients can listen to one replica's run events at once. */
    @WithDefault("256")
    @Min(1)
    int maxListeners();
}
