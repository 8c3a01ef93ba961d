package org.athanor.kit.artifact;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What artifacts were made from, remembered: an id stands for its parents, so a manifest that was read
 * once need not be read again to know them. Safe for many threads.
 */
final class KnownParents {

    private final Map<ArtifactId, List<ArtifactId>> parents = new ConcurrentHashMap<>();

    /**
     * Whether one of the artifacts was made from another.
     *
     * @param present all that there are; others are forgotten
     * @param read the parents by the manifest, or null when it cannot be read
     */
    boolean anyHas(
            ArtifactId parent,
            Set<ArtifactId> present,
            Function<ArtifactId, List<ArtifactId>> read) {
        parents.keySet().retainAll(present);
        for (ArtifactId each : present) {
            List<ArtifactId> known = parents.computeIfAbsent(each, read);
            if (known != null && known.contains(parent)) {
                return true;
            }
        }
        return false;
    }
}
