package org.athanor.contracts.artifact;

import java.util.Objects;
import org.athanor.contracts.Event;

/** An artifact can be read from the store. Replaying all of them rebuilds the registry. */
public record ArtifactPublished(Manifest manifest) implements Event {

    public ArtifactPublished {
        Objects.requireNonNull(manifest, "manifest");
    }

    @Override
    public String key() {
        return manifest.id().value();
    }
}
