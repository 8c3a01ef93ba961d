package org.athanor.kit.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Compares what the disk holds with what was published. A file found good is not read again as long
 * as its size and modification time stay.
 */
final class ArtifactVerification {

    private record Stamp(long bytes, FileTime modified, Object fileKey) {}

    private final Map<Path, Stamp> good = new ConcurrentHashMap<>();

    /** Refuses, naming the file, what is not as published. */
    void verify(Manifest manifest, Path directory) {
        verify(manifest, directory, _ -> true, this::verifyContent);
    }

    /** As {@link #verify(Manifest, Path)}, of one of the files alone. */
    void verify(Manifest manifest, Path directory, String path) {
        verify(manifest, directory, file -> file.path().equals(path), this::verifyContent);
    }

    /** As {@link #verify(Manifest, Path)}, and reads none of the files. */
    void verifySizes(Manifest manifest, Path directory) {
        verify(manifest, directory, _ -> true, ArtifactVerification::verifySize);
    }

    private interface Check {
        void on(Manifest manifest, ArtifactFile file, Path path) throws IOException;
    }

    private static void verify(
            Manifest manifest, Path directory, Predicate<ArtifactFile> which, Check check) {
        if (!CanonicalJson.id(manifest).equals(manifest.id())) {
            throw corrupt(manifest, Manifest.FILE_NAME, "does not describe this artifact");
        }
        for (ArtifactFile file : manifest.files()) {
            if (which.test(file)) {
                verify(manifest, file, directory, check);
            }
        }
    }

    private static void verify(Manifest manifest, ArtifactFile file, Path directory, Check check) {
        try {
            check.on(manifest, file, directory.resolve(file.path()));
        } catch (NoSuchFileException e) {
            throw corrupt(manifest, file.path(), "is missing");
        } catch (IOException e) {
            throw StorageFailures.of("reading " + file.path(), e);
        }
    }

    /** Just hashed by the publisher: as good as verified. */
    void trust(Manifest manifest, Path directory) throws IOException {
        for (ArtifactFile file : manifest.files()) {
            Path path = directory.resolve(file.path());
            good.put(path, stamp(path));
        }
    }

    void forget(Path directory) {
        good.keySet().removeIf(path -> path.startsWith(directory));
    }

    private static Stamp verifySize(Manifest manifest, ArtifactFile file, Path path)
            throws IOException {
        Stamp now = stamp(path);
        if (now.bytes() != file.bytes()) {
            throw corrupt(
                    manifest,
                    file.path(),
                    "has %d bytes instead of %d".formatted(now.bytes(), file.bytes()));
        }
        return now;
    }

    private void verifyContent(Manifest manifest, ArtifactFile file, Path path) throws IOException {
        Stamp now = verifySize(manifest, file, path);
        if (now.equals(good.get(path))) {
            return;
        }
        if (!DurableFiles.sha256(path).equals(file.sha256())) {
            throw corrupt(manifest, file.path(), "is not what was published (sha256 differs)");
        }
        good.put(path, now);
    }

    private static Stamp stamp(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    private static AthanorException corrupt(Manifest manifest, String file, String what) {
        return new AthanorException(
                ErrorCode.CORRUPT_ARTIFACT,
                "%s %s is corrupt: %s %s".formatted(manifest.kind(), manifest.id(), file, what));
    }
}
