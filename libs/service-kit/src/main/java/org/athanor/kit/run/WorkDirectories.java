package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Scratch folders: one an attempt, gone after it. */
@Singleton
@WithRuns
class WorkDirectories {

    private static final Logger LOG = Logger.getLogger(WorkDirectories.class);

    private final Path root;

    WorkDirectories(RunConfig config) {
        this.root = config.workDirectory().toAbsolutePath().normalize();
    }

    /** A new folder; what an earlier attempt on this machine left behind is deleted. */
    Path create(UUID run, int attempt) throws IOException {
        Files.createDirectories(root);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, run + "-*")) {
            leftovers.forEach(this::delete);
        }
        return Files.createTempDirectory(root, run + "-" + attempt + "-");
    }

    void delete(Path directory) {
        List<Path> tree;
        try (Stream<Path> walk = Files.walk(directory)) {
            tree = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : tree) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("a scratch folder stays behind: %s", e.getMessage());
        }
    }
}
