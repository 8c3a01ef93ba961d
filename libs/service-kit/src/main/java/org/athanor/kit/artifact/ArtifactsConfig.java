package org.athanor.kit.artifact;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

@ConfigMapping(prefix = "athanor.artifacts")
interface ArtifactsConfig {

    /** The store's root: a folder that all services share. */
    Path directory();
}
