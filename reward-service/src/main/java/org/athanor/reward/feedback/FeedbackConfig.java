package org.athanor.reward.feedback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/** Bounds of what one request may bring. */
@ConfigMapping(prefix = "athanor.feedback")
interface FeedbackConfig {

    /** Bytes of an imported file, after decompression. */
    @WithDefault("1073741824")
    @Positive
    long maximumImportBytes();

    /** Lines of an import that are written in one transaction. */
    @WithDefault("250")
    @Positive
    int importBatch();
}
