package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
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
    private final S3Objects buckets;
    private final JdbcQueries queries;
    private final KafkaTopics topics;
    private final MavenArtifacts artifacts;

    SourceResolver(
            CorpusConfig config,
            UploadStore uploads,
            S3Objects buckets,
            JdbcQueries queries,
            KafkaTopics topics,
            MavenArtifacts artifacts) {
        this.config = config;
        this.uploads = uploads;
        this.buckets = buckets;
        this.queries = queries;
        this.topics = topics;
        this.artifacts = artifacts;
        this.roots = new CorpusRoots(config.roots().orElse(List.of()), config.maxFiles());
    }

    /** Refuses what must not be read, or is not there, as far as that is seen on this machine. */
    void check(Source source) {
        requireOnePlace(source);
        if (source.s3() != null) {
            buckets.check(source.s3());
        } else if (source.jdbc() != null) {
            queries.check(source.jdbc());
        } else if (source.kafka() != null) {
            topics.check(source.kafka(), source.format());
        } else if (source.maven() != null) {
            artifacts.check(source.maven());
        } else {
            local(source);
        }
    }

    /** What the source stands for at present, in the order it is read. */
    List<OpenableSource> resolve(Source source) {
        requireOnePlace(source);
        if (source.s3() != null) {
            return buckets.resolve(source.s3());
        }
        if (source.jdbc() != null) {
            return queries.resolve(source.jdbc(), source.column());
        }
        if (source.kafka() != null) {
            return topics.resolve(source.kafka(), source.format(), source.column());
        }
        if (source.maven() != null) {
            return artifacts.resolve(source.maven());
        }
        return local(source);
    }

    private static void requireOnePlace(Source source) {
        if (!source.namesOnePlace()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a source names exactly one of path, upload, resource, s3, jdbc, kafka and maven");
        }
    }

    private List<OpenableSource> local(Source source) {
        if (source.resource() != null) {
            return List.of(resource(source.resource()));
        }
        return source.upload() == null ? path(source.path()) : List.of(upload(source));
    }

    private OpenableSource upload(Source source) {
        Path file = uploads.find(source.upload());
        boolean named = source.label() != null && !source.label().isBlank();
        return ByteSource.ofFile(
                named ? SourceName.printable(source.label()) : "upload " + source.upload(), file);
    }

    private List<OpenableSource> path(String path) {
        try {
            return roots.resolve(path);
        } catch (InvalidPathException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "'" + path + "' is not a path", e);
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
        return new ByteSource(name, () -> loader.getResourceAsStream(name));
    }
}
