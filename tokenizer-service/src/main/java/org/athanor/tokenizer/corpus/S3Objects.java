package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of the buckets that may be read, each streamed when its turn comes. */
@ApplicationScoped
class S3Objects {

    private final S3Config config;
    private final int maximumObjects;

    S3Objects(S3Config config, CorpusConfig corpora) {
        this.config = config;
        this.maximumObjects = corpora.maxFiles();
    }

    /** Refuses what must not be read, without asking the store. */
    S3Location check(String uri) {
        S3Location location =
                S3Location.of(uri)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.INVALID_REQUEST,
                                                "'%s' names no bucket: write s3://bucket/path"
                                                        .formatted(SourceName.printable(uri))));
        List<String> allowed = config.allowed().orElse(List.of());
        if (allowed.stream().noneMatch(location::isIn)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "%s may not be read: it is not in athanor.corpus.s3.allowed"
                            .formatted(location.nameOf(location.path())));
        }
        return location;
    }

    /** The objects that the location means, sorted by key, without hidden ones. */
    List<OpenableSource> resolve(String uri) {
        S3Location location = check(uri);
        List<S3Object> objects = new ArrayList<>();
        try (S3Client client = client()) {
            client
                    .listObjectsV2Paginator(
                            request ->
                                    request.bucket(location.bucket()).prefix(location.fixedPart()))
                    .contents()
                    .stream()
                    .filter(object -> location.covers(object.key()) && !isHidden(object.key()))
                    .limit(maximumObjects + 1L)
                    .forEach(objects::add);
        } catch (SdkException e) {
            throw S3Failure.of(location.nameOf(location.path()), e);
        }
        if (objects.isEmpty()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "there is no object " + location.nameOf(location.path()));
        }
        if (objects.size() > maximumObjects) {
            throw new AthanorException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d objects: name its parts, or raise athanor.corpus.max-files"
                            .formatted(location.nameOf(location.path()), maximumObjects));
        }
        return objects.stream()
                .sorted(Comparator.comparing(S3Object::key))
                .map(object -> source(location, object))
                .toList();
    }

    private OpenableSource source(S3Location location, S3Object object) {
        String name = location.nameOf(object.key());
        var listed = new S3ObjectBytes.Listed(name, location.bucket(), object.key(), object.eTag());
        return new ByteSource(name, () -> S3ObjectBytes.open(client(), listed));
    }

    private static boolean isHidden(String key) {
        return key.endsWith("/")
                || Arrays.stream(key.split("/")).anyMatch(part -> part.startsWith("."));
    }

    /**
     * Asks for no checksum that S3 got late: a store that does not know the header refuses to read. A
     * cut is told by the length, another version by its tag, and bytes on their way are TLS's matter.
     */
    private S3Client client() {
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(config.timeout())
                                        .socketTimeout(config.timeout()))
                        .region(Region.of(config.region()))
                        .forcePathStyle(config.pathStyle())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
