package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * The folders that sources may lie in. A path is compared as its real path, so neither {@code ..}
 * nor a symbolic link leads out, and a path outside is refused whether or not anything is there.
 */
final class CorpusRoots {

    private final List<Path> roots;
    private final int maximumFiles;

    CorpusRoots(List<Path> roots, int maximumFiles) {
        this.roots = roots.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
        this.maximumFiles = maximumFiles;
    }

    /**
     * The regular files at the path, those of a folder sorted by name and without hidden ones. They
     * are named by their place below their root: the same wherever the root lies.
     */
    List<OpenableSource> resolve(String path) {
        return Glob.isGlob(path) && !isThere(path) ? matching(path) : below(path, _ -> true);
    }

    /** A name may hold a star: what is there goes before the pattern. */
    private boolean isThere(String path) {
        return Files.exists(insideRoot(path), LinkOption.NOFOLLOW_LINKS);
    }

    private List<OpenableSource> matching(String pattern) {
        String folder = new Glob(pattern).folder();
        Glob wanted = new Glob(nameOf(insideRoot(pattern)).toString());
        List<OpenableSource> sources = below(folder, name -> wanted.matches(name.toString()));
        if (sources.isEmpty()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "no file of %s is like %s"
                            .formatted(
                                    folder.isEmpty() ? "athanor.corpus.roots" : "'" + folder + "'",
                                    pattern));
        }
        return sources;
    }

    private List<OpenableSource> below(String path, Predicate<Path> wantedNames) {
        Path wanted = insideRoot(path);
        if (!Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE, "there is no file or folder " + path);
        }
        try {
            Path real = requireInside(wanted.toRealPath(), path);
            return Files.isDirectory(real)
                    ? folder(real, nameOf(wanted), path, wantedNames)
                    : List.of(ByteSource.ofFile(nameOf(wanted).toString(), real));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The path made absolute and free of {@code ..}, if that lies in a root. */
    private Path insideRoot(String path) {
        if (roots.isEmpty()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "no folder may be read: set athanor.corpus.roots, or upload the text");
        }
        Path given = Path.of(path);
        List<Path> inside = new ArrayList<>();
        for (Path root : roots) {
            Path candidate = root.resolve(given).normalize();
            if (candidate.startsWith(root)) {
                inside.add(candidate);
            }
        }
        // A relative path may lie in any root: the first in which there is something.
        return inside.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> inside.stream().findFirst())
                .orElseThrow(() -> outside(path));
    }

    private Path requireInside(Path real, String path) throws IOException {
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return real;
            }
        }
        throw new AthanorException(
                ErrorCode.INVALID_REQUEST,
                "%s is a link that leads outside the folders of athanor.corpus.roots"
                        .formatted(path));
    }

    private List<OpenableSource> folder(
            Path folder, Path name, String path, Predicate<Path> wantedNames) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> !isHidden(folder.relativize(file)))
                    .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> wantedNames.test(name.resolve(folder.relativize(file))))
                    .limit(maximumFiles + 1L)
                    .forEach(files::add);
        }
        if (files.size() > maximumFiles) {
            throw new AthanorException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d files: name its parts, or raise athanor.corpus.max-files"
                            .formatted(path, maximumFiles));
        }
        List<OpenableSource> sources = new ArrayList<>();
        for (Path file : files.stream().sorted().toList()) {
            Path real = requireInside(file.toRealPath(), folder.relativize(file).toString());
            if (Files.isRegularFile(real)) {
                Path below = name.resolve(folder.relativize(file));
                sources.add(ByteSource.ofFile(SourceName.printable(below.toString()), real));
            }
        }
        return sources;
    }

    /** Where it lies below its root, without a name for the root itself. */
    private Path nameOf(Path wanted) {
        Path root = roots.stream().filter(wanted::startsWith).findFirst().orElseThrow();
        return wanted.equals(root) && !Files.isDirectory(root)
                ? root.getFileName()
                : root.relativize(wanted);
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static AthanorException outside(String path) {
        return new AthanorException(
                ErrorCode.INVALID_REQUEST,
                "%s lies outside the folders of athanor.corpus.roots".formatted(path));
    }

    private static AthanorException unreadable(String path, IOException e) {
        return new AthanorException(ErrorCode.UNPROCESSABLE, path + " cannot be read", e);
    }
}
