package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.upload.UploadStore;

/** Finds what a source names, and refuses what it must not name. */
@ApplicationScoped
class SourceResolver {

    private final CorpusConfig config;
    private final UploadStore uploads;
    private final CorpusRoots roots;

    SourceResolver(CorpusConfig config, UploadStore uploads) {
        this.config = config;
        this.uploads = uploads;
        this.roots = new CorpusRoots(config.roots().orElse(List.of()), config.maxFiles());
    }

    /** The streams of the source, in the order they are read. */
    List<OpenableSource> resolve(Source source) {
        if (!source.namesOnePlace()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a source names exactly one of path, upload and resource");
        }
        if (source.resource() != null) {
            return List.of(resource(source.resource()));
        }
        if (source.upload() != null) {
            Path upload = uploads.find(source.upload());
            String name = source.label() == null ? "upload " + source.upload() : source.label();
            return List.of(new OpenableSource(name, () -> Files.newInputStream(upload)));
        }
        try {
            return roots.resolve(source.path());
        } catch (InvalidPathException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "'" + source.path() + "' is not a path", e);
        }
    }

    private OpenableSource resource(String name) {
        if (!config.resources().contains(name)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the resource %s may not be read, only %s".formatted(name, config.resources()));
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader.getResource(name) == null) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "there is no resource %s on the class path".formatted(name));
        }
        return new OpenableSource(name, () -> loader.getResourceAsStream(name));
    }
}
