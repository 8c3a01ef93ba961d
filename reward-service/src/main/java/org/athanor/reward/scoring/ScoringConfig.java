package org.athanor.reward.scoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How scoring is bounded. */
@ConfigMapping(prefix = "athanor.scoring")
interface ScoringConfig {

    /** Reward models that are kept in memory; the one that was used longest ago leaves first. */
    @WithDefault("2")
    @Min(1)
    @Max(100)
    int loadedModels();
}
