package org.athanor.tokenizer.corpus;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.athanor.testkit.ChildJvm;
import org.athanor.teststore.StoreMain;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The store of {@code libs/test-store} in its JVM, and one who writes to it. */
final class TestStore implements AutoCloseable {

    static final String KEY = "reader";
    static final String SECRET = "of the store";

    private static final Pattern LISTENING = Pattern.compile(StoreMain.LISTENING + "(\\d+)\\.");

    private final ChildJvm server;
    private final URI endpoint;
    private final S3Client writer;

    private TestStore(ChildJvm server, int port) {
        this.server = server;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
        this.writer =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(endpoint)
                        .forcePathStyle(true)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .overrideConfiguration(to -> to.addExecutionInterceptor(new AtOnce()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(KEY, SECRET)))
                        .build();
    }

    static TestStore start() throws IOException {
        ChildJvm server = ChildJvm.ofClassPath(classPath(), StoreMain.class.getName(), KEY, SECRET);
        server.awaitLog(StoreMain.LISTENING);
        Matcher port = LISTENING.matcher(server.log());
        if (!port.find()) {
            throw new IOException("the store named no port:\n" + server.log());
        }
        return new TestStore(server, Integer.parseInt(port.group(1)));
    }

    /** What the build of {@code libs/test-store} wrote down beside its classes. */
    private static List<Path> classPath() throws IOException {
        Path classes = ChildJvm.placeOf(StoreMain.class);
        Path list = classes.resolveSibling("class-path");
        if (!Files.exists(list)) {
            throw new IOException(list + " is missing: build libs/test-store with this module");
        }
        List<Path> all = new ArrayList<>(List.of(classes));
        for (String jar : Files.readString(list).strip().split(File.pathSeparator)) {
            all.add(Path.of(jar));
        }
        return all;
    }

    URI endpoint() {
        return endpoint;
    }

    void makeBucket(String bucket) {
        writer.createBucket(request -> request.bucket(bucket));
    }

    void put(String bucket, String key, byte[] content) {
        writer.putObject(
                request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    void delete(String bucket, String key) {
        writer.deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** As a machine's failure does. */
    void kill() throws InterruptedException {
        server.kill();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        writer.close();
        server.close();
    }

    /** The JDK's client now and then misses the answer to an empty body that it announced. */
    private static final class AtOnce implements ExecutionInterceptor {

        @Override
        public SdkHttpRequest modifyHttpRequest(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }
}
