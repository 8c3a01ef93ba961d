package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ObjectsTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "aws.accessKeyId",
                    "test",
                    "aws.secretAccessKey",
                    "test",
                    "aws.maxAttempts",
                    "1");

    private Bucket bucket;

    @BeforeEach
    void startStore() throws IOException {
        SETTINGS.forEach(System::setProperty);
        bucket = new Bucket();
    }

    @AfterEach
    void stopStore() {
        bucket.server.stop(0);
        bucket.requests.shutdownNow();
        SETTINGS.keySet().forEach(System::clearProperty);
    }

    @Test
    void shouldReadAFolderPageByPageInTheOrderOfKeys() throws IOException {
        // Given: the store gives two keys a page
        bucket.objects.put("books/b.lines", Reading.bytes("three\n"));
        bucket.objects.put("books/a.lines.gz", Reading.gzip("one\ntwo\n"));
        bucket.objects.put("books/.hidden", Reading.bytes("hidden\n"));
        bucket.objects.put("books/x/c.jsonl", Reading.bytes("{\"text\":\"four\"}\n"));
        bucket.objects.put("bookshelf/d.lines", Reading.bytes("of another folder\n"));

        // When
        Reading reading = read("s3://texts/books", "texts");

        // Then
        assertEquals(List.of("one", "two", "three", "four"), reading.texts());
        assertEquals(new Provenance("s3://texts/books/a.lines.gz", 4), reading.places().get(1));
        assertTrue(bucket.pages > 1, bucket.pages + " pages");
    }

    @Test
    void shouldReadOneObjectOrThoseLikeAPattern() throws IOException {
        // Given
        bucket.objects.put("a.lines", Reading.bytes("one\n"));
        bucket.objects.put("b.lines", Reading.bytes("two\n"));
        bucket.objects.put("x/y/c.lines", Reading.bytes("three\n"));

        // Then
        assertEquals(List.of("two"), read("s3://texts/b.lines", "texts").texts());
        assertEquals(List.of("one", "two"), read("s3://texts/*.lines", "texts").texts());
        assertEquals(List.of("three"), read("s3://texts/x/**/*.lines", "texts/x").texts());
    }

    @Test
    void shouldRefuseWhatIsNotAllowedWithoutAsking() {
        for (String uri :
                List.of(
                        "s3://other/a",
                        "s3://texts/secret/a",
                        "s3://texts/bookshelf",
                        "s3://texts/*",
                        "s3://texts")) {
            // When
            var refused = assertThrows(AthanorException.class, () -> read(uri, "texts/books"));

            // Then
            assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
            assertTrue(
                    refused.getMessage().endsWith("it is not in athanor.corpus.s3.allowed"),
                    refused.getMessage());
        }
        var noBucket = assertThrows(AthanorException.class, () -> read("http://x/y", "texts"));
        assertTrue(noBucket.getMessage().contains("s3://bucket/path"), noBucket.getMessage());
        assertEquals(0, bucket.pages);
    }

    @Test
    void shouldSayWhatIsNotThereOrWasReplaced() throws IOException {
        // Given
        bucket.objects.put("a.lines", Reading.bytes("one\n"));
        S3Objects objects = objects("texts", "gone");
        List<OpenableSource> listed = objects.resolve("s3://texts/a.lines");
        bucket.objects.put("a.lines", Reading.bytes("other\n"));

        // When
        var replaced =
                assertThrows(
                        AthanorException.class,
                        () -> new Reading(Policy.SKIP).read(listed.getFirst()));
        var missing = assertThrows(AthanorException.class, () -> objects.resolve("s3://texts/b"));
        var noBucket = assertThrows(AthanorException.class, () -> objects.resolve("s3://gone/b"));

        // Then
        assertEquals(
                "s3://texts/a.lines cannot be read: it was replaced after it was listed: run again when"
                        + " nobody writes there",
                replaced.getMessage());
        assertEquals("there is no object s3://texts/b", missing.getMessage());
        assertTrue(noBucket.getMessage().contains("answers 404"), noBucket.getMessage());
    }

    @Test
    void shouldSayWhatTheStoreAnswered() {
        // Given
        Map<Integer, String> answers =
                Map.of(
                        301,
                        "301 (PermanentRedirect): the bucket is elsewhere; set"
                                + " athanor.corpus.s3.region or .endpoint to where it is",
                        429,
                        "429 (TooManyRequests): try again in a moment; if that stays, its log says"
                                + " why",
                        501,
                        "501 (NotImplemented): it must know ListObjectsV2, GetObject and"
                                + " HeadObject with If-Match; update it, or copy the objects to a"
                                + " store that does",
                        503,
                        "503 (SlowDown): try again in a moment; if that stays, its log says why");
        answers.forEach(
                (status, answer) -> {
                    String code = answer.substring(answer.indexOf('(') + 1, answer.indexOf(')'));
                    bucket.failure =
                            new Failure(status, "<Error><Code>" + code + "</Code></Error>");

                    // When
                    var failure =
                            assertThrows(
                                    AthanorException.class, () -> read("s3://texts/a", "texts"));

                    // Then
                    assertEquals(
                            "s3://texts/a cannot be read: the store answers " + answer,
                            failure.getMessage());
                });
    }

    @Test
    void shouldSayThatSomethingBeforeTheStoreAnswered() {
        // Given
        bucket.failure = new Failure(502, "<html>Bad Gateway</html>");

        // When
        var failure = assertThrows(AthanorException.class, () -> read("s3://texts/a", "texts"));

        // Then
        assertEquals(ErrorCode.UNAVAILABLE, failure.code());
        assertEquals(
                "s3://texts/a cannot be read: the store answers 502: try again in a moment; if that"
                        + " stays, its log says why",
                failure.getMessage());
    }

    @Test
    void shouldTellAnObjectThatBreaksOff() {
        // Given: its last byte never comes
        bucket.objects.put("a.lines", Reading.bytes("one\ntwo\n"));
        bucket.missing = 1;

        // When
        var failure =
                assertThrows(AthanorException.class, () -> read("s3://texts/a.lines", "texts"));

        // Then
        assertEquals(ErrorCode.UNAVAILABLE, failure.code());
        assertEquals(
                "s3://texts/a.lines cannot be read after its byte 7: is the place it comes from"
                        + " away?",
                failure.getMessage());
    }

    private Reading read(String uri, String... allowed) throws IOException {
        Reading reading = new Reading(Policy.FAIL);
        for (OpenableSource source : objects(allowed).resolve(uri)) {
            reading.read(source);
        }
        return reading;
    }

    private S3Objects objects(String... allowed) {
        return new S3Objects(
                new Config(Optional.of(List.of(allowed)), Optional.of(bucket.uri())),
                TestConfig.DEFAULT);
    }

    private record Config(Optional<List<String>> allowed, Optional<URI> endpoint)
            implements S3Config {

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public boolean pathStyle() {
            return true;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(20);
        }
    }

    private record Failure(int status, String body) {}

    /** The two requests of S3 that a reader makes, for one bucket, over real HTTP. */
    private static final class Bucket {

        private static final int KEYS_PER_PAGE = 2;

        final SortedMap<String, byte[]> objects = new TreeMap<>();
        final HttpServer server;
        private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        int pages;

        /** Given to every request, or null. */
        volatile Failure failure;

        /** Bytes that each object lacks at its end. */
        volatile int missing;

        Bucket() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            // Its own thread would wait for the next request of a connection that is kept open.
            server.setExecutor(requests);
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void answer(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            boolean signed = exchange.getRequestHeaders().containsKey("Authorization");
            if (failure != null) {
                send(exchange, failure.status(), Reading.bytes(failure.body()));
            } else if (!signed || !path.startsWith("/texts")) {
                send(exchange, 404, Reading.bytes("<Error><Code>NoSuchBucket</Code></Error>"));
            } else if (path.length() <= "/texts/".length()) {
                pages++;
                send(exchange, 200, Reading.bytes(list(query(exchange.getRequestURI()))));
            } else {
                object(exchange, objects.get(path.substring("/texts/".length())));
            }
        }

        private void object(HttpExchange exchange, byte[] content) throws IOException {
            String wanted = exchange.getRequestHeaders().getFirst("If-Match");
            boolean same = wanted == null || content != null && wanted.equals(tag(content));
            if (content == null) {
                send(exchange, 404, Reading.bytes("<Error><Code>NoSuchKey</Code></Error>"));
            } else if (same) {
                send(exchange, 200, content, missing);
            } else {
                send(
                        exchange,
                        412,
                        Reading.bytes("<Error><Code>PreconditionFailed</Code></Error>"));
            }
        }

        private String list(Map<String, String> query) {
            List<String> keys =
                    objects.keySet().stream()
                            .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                            .toList();
            int from = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
            int to = Math.min(keys.size(), from + KEYS_PER_PAGE);
            StringBuilder xml = new StringBuilder("<ListBucketResult>");
            xml.append("<IsTruncated>%b</IsTruncated>".formatted(to < keys.size()));
            if (to < keys.size()) {
                xml.append("<NextContinuationToken>%d</NextContinuationToken>".formatted(to));
            }
            for (String key : keys.subList(from, to)) {
                xml.append(
                        "<Contents><Key>%s</Key><ETag>%s</ETag><Size>%d</Size></Contents>"
                                .formatted(
                                        key,
                                        tag(objects.get(key)).replace("\"", "&quot;"),
                                        objects.get(key).length));
            }
            return xml.append("</ListBucketResult>").toString();
        }

        private static String tag(byte[] content) {
            return "\"" + Integer.toHexString(java.util.Arrays.hashCode(content)) + "\"";
        }

        private static Map<String, String> query(URI uri) {
            Map<String, String> query = new HashMap<>();
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(
                        parts[0],
                        parts.length < 2
                                ? ""
                                : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return query;
        }

        private static void send(HttpExchange exchange, int status, byte[] body)
                throws IOException {
            send(exchange, status, body, 0);
        }

        private static void send(HttpExchange exchange, int status, byte[] body, int missing)
                throws IOException {
            try (exchange) {
                exchange.getResponseHeaders().add("ETag", tag(body));
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body, 0, body.length - missing);
                exchange.getResponseBody().flush();
            }
        }
    }
}
