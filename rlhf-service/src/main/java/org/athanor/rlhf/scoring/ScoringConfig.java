package org.athanor.rlhf.scoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How rollouts are sent to be scored. */
@ConfigMapping(prefix = "athanor.rlhf.scoring")
interface ScoringConfig {

    /** How long a run waits for a reply before it fails: long enough for a reward-service to restart. */
    @WithDefault("5m")
    Duration timeout();

    /** How often the owner looks for a reply that another replica stored. */
    @WithDefault("200ms")
    Duration pollInterval();

    /** A request holds at most so many tokens (a Kafka record is at most 1 MiB); more go as several. */
    @WithDefault("60000")
    @Min(1)
    @Max(120_000)
    int tokensPerRequest();
}
