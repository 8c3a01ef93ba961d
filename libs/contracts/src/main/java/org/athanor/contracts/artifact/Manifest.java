package org.athanor.contracts.artifact;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What an artifact is and where it comes from. {@code run} and {@code createdAt} stay outside the
 * id.
 *
 * @param id sha256 of the canonical JSON of kind, parents, configuration and files
 * @param kind what it is
 * @param parents the artifacts it was made from, in the order that the maker gave
 * @param configuration what the maker was told: JSON values only
 * @param files sorted by path
 * @param run the run that made it, or null when none did
 * @param createdAt when it was published
 */
public record Manifest(
        ArtifactId id,
        ArtifactKind kind,
        List<ArtifactId> parents,
        Map<String, Object> configuration,
        List<ArtifactFile> files,
        UUID run,
        Instant createdAt) {

    /** The manifest's own file name. */
    public static final String FILE_NAME = "manifest.json";

    public Manifest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        parents = List.copyOf(parents);
        configuration = Map.copyOf(configuration);
        files = List.copyOf(files);
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** Whether it lists a file of this path. */
    public boolean has(String path) {
        return files.stream().anyMatch(file -> file.path().equals(path));
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(ArtifactFile::bytes).sum();
    }
}
