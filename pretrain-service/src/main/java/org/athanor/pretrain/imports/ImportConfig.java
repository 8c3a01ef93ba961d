package org.athanor.pretrain.imports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large an imported model may be. */
@ConfigMapping(prefix = "athanor.imports")
interface ImportConfig {

    /** Bytes of all files, unpacked; {@code quarkus.http.limits.max-body-size} bounds the zip file. */
    @WithDefault("32G")
    MemorySize maxBytes();
}
