package org.athanor.tokenizer.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where uploads lie and how large one may be. */
@ConfigMapping(prefix = "athanor.uploads")
interface UploadConfig {

    /** Shared by all replicas, as the artifacts are. */
    @WithDefault("${athanor.data.directory}/uploads")
    Path directory();

    /** The largest upload; {@code quarkus.http.limits.max-body-size} bounds it too. */
    @WithDefault("2G")
    MemorySize maxBytes();
}
