package org.athanor.kit.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * A verified artifact on this machine's file system. Read it, never write it.
 *
 * @param directory the folder with its files
 */
public record Artifact(Manifest manifest, Path directory) {

    public Artifact {
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(directory, "directory");
    }

    public ArtifactId id() {
        return manifest.id();
    }

    public ArtifactKind kind() {
        return manifest.kind();
    }

    public boolean has(String path) {
        return manifest.has(path);
    }

    /** One of the manifest's files; UNPROCESSABLE, naming the files there are, when it has no such. */
    public Path file(String path) {
        if (!has(path)) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s %s has no file '%s', it has %s"
                            .formatted(
                                    kind(),
                                    id(),
                                    path,
                                    manifest.files().stream().map(each -> each.path()).toList()));
        }
        return directory.resolve(path);
    }

    /** Copies those of the files that it has into a folder, byte for byte. */
    public void copy(Collection<String> paths, Path folder) throws IOException {
        for (String path : paths) {
            if (has(path)) {
                Files.copy(file(path), folder.resolve(path));
            }
        }
    }
}
