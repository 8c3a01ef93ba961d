package org.athanor.kit.artifact;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

class ArtifactStoreProducer {

    @Produces
    @Singleton
    @DefaultBean
    ArtifactStore store(ArtifactsConfig config, Clock clock) {
        return new DirectoryArtifactStore(config.directory(), clock);
    }
}
