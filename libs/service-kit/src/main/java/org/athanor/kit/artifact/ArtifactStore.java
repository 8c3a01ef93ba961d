package org.athanor.kit.artifact;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;

/**
 * Where artifacts live. Safe for many threads and many processes at once.
 *
 * <p>Failures are {@link org.athanor.kit.problem.AthanorException}s: NOT_FOUND for an unknown id,
 * CORRUPT_ARTIFACT naming the file whose content is not what was published, STORAGE_FULL.
 */
public interface ArtifactStore {

    /** A new folder to write an artifact's files to. Closing it unpublished deletes it. */
    ArtifactDraft draft(ArtifactKind kind);

    /**
     * As {@link #draft}, for what can be made again: it is published all at once, too, but nobody waits
     * for the disk. After a power failure it may be found corrupt, or not at all.
     */
    ArtifactDraft repeatableDraft(ArtifactKind kind);

    /**
     * Makes the draft an artifact, all at once and, unless it is a repeatable one, durably. When the
     * same artifact is already there, the draft is dropped and the earlier manifest returned: it is as
     * durable as the earlier draft was.
     *
     * @param parents what it was made from; the order counts
     * @param configuration JSON values only, nothing that depends on time or place; an entry that is
     *     null is left out
     * @param run the run that made it, or null
     */
    Manifest publish(
            ArtifactDraft draft,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            UUID run);

    /** The artifact, with every file's size and sha256 verified. */
    Artifact open(ArtifactId id);

    /** As {@link #open(ArtifactId)}, and refuses another kind by name. */
    Artifact open(ArtifactId id, ArtifactKind kind);

    /**
     * As {@link #open(ArtifactId, ArtifactKind)}, but of the files only the sizes are verified: for one
     * who asks whether it is there, or reads a part of what somebody else has verified for him.
     */
    Artifact glance(ArtifactId id, ArtifactKind kind);

    /**
     * One of the files that the manifest lists, with its size and sha256 verified and no other file's:
     * for one who reads nothing else. UNPROCESSABLE, naming the files there are, when it lists no such,
     * or the artifact is of another kind.
     */
    Path file(ArtifactId id, ArtifactKind kind, String path);

    /** The manifest alone, nothing verified. */
    Optional<Manifest> find(ArtifactId id);

    /** Manifests, newest first. */
    List<Manifest> list(ArtifactKind kind);

    /**
     * Deletes an artifact of {@code kind} unless something in the store was made from it. Reads every
     * manifest that this store has not read for it before: nothing for a thread that somebody waits for.
     *
     * @return false when it was left alone because it is a parent
     */
    boolean deleteUnused(ArtifactId id, ArtifactKind kind);

    /** Deletes it at once for every new reader; nothing happens when it is not there. */
    void delete(ArtifactId id);
}
