package org.athanor.kit.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private final boolean durable;

    /** @param durable whether what is published waits for the disk */
    DirectoryDraft(ArtifactKind kind, Path directory, boolean durable) {
        this.kind = kind;
        this.directory = directory;
        this.durable = durable;
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

    /** Hashes every file, and forces a durable draft to the disk meanwhile; the files sorted by path. */
    List<ArtifactFile> seal() throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(directory)) {
            entries = walk.sorted(Comparator.reverseOrder()).toList();
        }
        List<ArtifactFile> files = durable ? describeWhileForcing(entries) : describe(entries);
        if (files.isEmpty()) {
            throw new IllegalStateException("a " + kind + " without files is not published");
        }
        return files;
    }

    private List<ArtifactFile> describeWhileForcing(List<Path> entries) throws IOException {
        List<ArtifactFile> files;
        Future<Void> forced;
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            forced = beside.submit(() -> forceAll(entries));
            files = describe(entries);
        }
        requireDone(forced);
        return files;
    }

    private Void forceAll(List<Path> entries) throws IOException {
        for (Path entry : entries) {
            force(entry);
        }
        return null;
    }

    private static void requireDone(Future<Void> forced) throws IOException {
        if (forced.state() == Future.State.FAILED
                && forced.exceptionNow() instanceof IOException e) {
            throw e;
        }
        if (forced.state() == Future.State.FAILED) {
            throw new IOException("not all files reached the disk", forced.exceptionNow());
        }
        if (forced.state() != Future.State.SUCCESS) {
            throw new IOException("interrupted before all files were on the disk");
        }
    }

    /** Waits until a file's or a folder's own content is on the disk, where this draft is durable. */
    void force(Path path) throws IOException {
        if (durable) {
            DurableFiles.force(path);
        }
    }

    private List<ArtifactFile> describe(List<Path> entries) throws IOException {
        List<ArtifactFile> files = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                files.add(describe(entry));
            } else if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalStateException("an artifact holds plain files only: " + entry);
            }
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
