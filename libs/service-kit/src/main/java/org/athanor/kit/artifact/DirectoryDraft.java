package org.athanor.kit.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/** A draft in the store's draft area. */
final class DirectoryDraft implements ArtifactDraft {

    private static final Logger LOG = Logger.getLogger(DirectoryDraft.class);

    private final ArtifactKind kind;
    private final Path directory;

    DirectoryDraft(ArtifactKind kind, Path directory) {
        this.kind = kind;
        this.directory = directory;
    }

    @Override
    public ArtifactKind kind() {
        return kind;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Path file(String path) {
        Path file = directory.resolve(path).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "'" + path + "' leaves the artifact's folder");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw StorageFailures.of("writing " + path, e);
        }
        return file;
    }

    /** Forces every file and folder to the disk; the files sorted by path. */
    List<ArtifactFile> seal() throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(directory)) {
            entries = walk.sorted(Comparator.reverseOrder()).toList();
        }
        List<ArtifactFile> files = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                files.add(describe(entry));
            } else if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalStateException("an artifact holds plain files only: " + entry);
            }
            DurableFiles.force(entry);
        }
        if (files.isEmpty()) {
            throw new IllegalStateException("a " + kind + " without files is not published");
        }
        files.sort(Comparator.comparing(ArtifactFile::path));
        return files;
    }

    private ArtifactFile describe(Path file) throws IOException {
        String path = directory.relativize(file).toString().replace('\\', '/');
        if (path.equals(Manifest.FILE_NAME)) {
            throw new IllegalStateException(Manifest.FILE_NAME + " is written by the store");
        }
        return new ArtifactFile(path, Files.size(file), DurableFiles.sha256(file));
    }

    @Override
    public void close() {
        try {
            DurableFiles.deleteRecursively(directory);
        } catch (IOException e) {
            LOG.warnf("a draft stays behind until the next start: %s", e.getMessage());
        }
    }
}
