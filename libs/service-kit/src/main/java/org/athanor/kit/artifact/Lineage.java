package org.athanor.kit.artifact;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Follows parents, from an artifact back to the documents that shaped it. */
@Singleton
class Lineage {

    private static final int LONGEST = 1000;

    private final ArtifactStore store;

    Lineage(ArtifactStore store) {
        this.store = store;
    }

    /** @param kind null, like all that follows, for an ancestor that was deleted since */
    record Node(
            ArtifactId id,
            ArtifactKind kind,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            UUID run,
            Instant createdAt) {

        static Node of(Manifest manifest) {
            return new Node(
                    manifest.id(),
                    manifest.kind(),
                    manifest.parents(),
                    manifest.configuration(),
                    manifest.run(),
                    manifest.createdAt());
        }

        static Node deleted(ArtifactId id) {
            return new Node(id, null, List.of(), Map.of(), null, null);
        }
    }

    List<Node> of(ArtifactId start) {
        if (store.find(start).isEmpty()) {
            throw new AthanorException(ErrorCode.NOT_FOUND, "unknown artifact " + start);
        }
        List<Node> nodes = new ArrayList<>();
        Set<ArtifactId> seen = new HashSet<>(Set.of(start));
        Deque<ArtifactId> next = new ArrayDeque<>(seen);
        while (!next.isEmpty() && nodes.size() < LONGEST) {
            ArtifactId id = next.remove();
            Node node = store.find(id).map(Node::of).orElseGet(() -> Node.deleted(id));
            nodes.add(node);
            node.parents().stream().filter(seen::add).forEach(next::add);
        }
        return nodes;
    }
}
