package org.athanor.kit.artifact;

import java.nio.file.Path;
import org.athanor.contracts.artifact.ArtifactKind;

/** An artifact being written. Use it in try-with-resources: what is not published is deleted. */
public interface ArtifactDraft extends AutoCloseable {

    ArtifactKind kind();

    /** The folder to write files to, on the store's own file system. */
    Path directory();

    /** A path inside {@link #directory()}, its folders created; a name that leaves it is refused. */
    Path file(String path);

    @Override
    void close();
}
