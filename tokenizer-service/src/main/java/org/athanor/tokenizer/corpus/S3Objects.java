package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of the buckets that may be read, each streamed when its turn comes. */
@ApplicationScoped
class S3Objects {

    private static final int PRECONDITION_FAILED = 412;

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
            throw unreadable(location.nameOf(location.path()), e);
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
        return new ByteSource(name, () -> open(name, location.bucket(), object));
    }

    /** The object as it was listed: another one of its name in the meantime is refused. */
    private ObjectBytes open(String name, String bucket, S3Object object) {
        S3Client client = client();
        try {
            return new ObjectBytes(
                    client,
                    client.getObject(
                            request ->
                                    request.bucket(bucket)
                                            .key(object.key())
                                            .ifMatch(object.eTag())));
        } catch (SdkException e) {
            client.close();
            throw unreadable(name, e);
        }
    }

    private static boolean isHidden(String key) {
        return key.endsWith("/")
                || Arrays.stream(key.split("/")).anyMatch(part -> part.startsWith("."));
    }

    private S3Client client() {
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(config.timeout())
                                        .socketTimeout(config.timeout()))
                        .region(Region.of(config.region()))
                        .forcePathStyle(config.pathStyle());
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AthanorException unreadable(String name, SdkException e) {
        if (e instanceof S3Exception answer && answer.statusCode() / 100 == 4) {
            String why =
                    answer.statusCode() == PRECONDITION_FAILED
                            ? "it was replaced while it was read"
                            : "the store answers %d; is it there, and may this service's credentials read it?"
                                    .formatted(answer.statusCode());
            return new AthanorException(
                    ErrorCode.UNPROCESSABLE, "%s cannot be read: %s".formatted(name, why), e);
        }
        return new AthanorException(
                ErrorCode.UNAVAILABLE,
                "%s cannot be read: is the store away, or are there no credentials?"
                        .formatted(name),
                e);
    }

    /** Left early, the rest is not waited for. */
    private static final class ObjectBytes extends FilterInputStream {

        private final S3Client client;
        private final ResponseInputStream<GetObjectResponse> response;

        ObjectBytes(S3Client client, ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.client = client;
            this.response = response;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return super.read(target, from, length);
            } catch (SdkException e) {
                throw new IOException("the object breaks off", e);
            }
        }

        @Override
        public void close() {
            response.abort();
            client.close();
        }
    }
}
