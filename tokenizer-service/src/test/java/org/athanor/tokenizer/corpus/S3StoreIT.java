package org.athanor.tokenizer.corpus;

import static org.athanor.tokenizer.corpus.Reading.bytes;
import static org.athanor.tokenizer.corpus.Reading.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A store that others wrote: it checks signatures, lists a thousand keys a page, knows no new header. */
class S3StoreIT {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "aws.accessKeyId", TestStore.KEY,
                    "aws.secretAccessKey", TestStore.SECRET,
                    "aws.maxAttempts", "1");

    private static final int KEYS_PER_PAGE = 1_000;
    private static final String LINE = "x".repeat(1023) + "\n";

    /** More than the buffers between the store and its reader hold. */
    private static final byte[] LARGE = bytes(LINE.repeat(12 << 10));

    private static TestStore store;
    private static int buckets;

    private String bucket;

    @BeforeAll
    static void startStore() throws IOException {
        store = TestStore.start();
    }

    @AfterAll
    static void stopStore() throws Exception {
        store.close();
    }

    @BeforeEach
    void makeBucket() {
        SETTINGS.forEach(System::setProperty);
        bucket = "texts-" + buckets++;
        store.makeBucket(bucket);
    }

    @AfterEach
    void forgetSettings() {
        SETTINGS.keySet().forEach(System::clearProperty);
    }

    @Test
    void shouldReadWhatLiesInAFolder() throws IOException {
        // Given
        put("books/a.lines.gz", gzip("one\ntwo\n"));
        put("books/deep/b.jsonl", bytes("{\"text\": \"three\"}\n"));
        put("bookshelf/c.lines", bytes("of another folder\n"));

        // When
        Reading folder = read("books");

        // Then
        assertEquals(List.of("one", "two", "three"), folder.texts());
        assertEquals(
                new Provenance("s3://" + bucket + "/books/a.lines.gz", 4), folder.places().get(1));
        assertEquals(List.of("three"), read("**/*.jsonl").texts());
    }

    @Test
    void shouldReadAFolderOfMoreThanAPage() throws IOException {
        // Given: hidden objects fill the first page
        IntStream.range(0, KEYS_PER_PAGE)
                .parallel()
                .forEach(i -> put("books/.hidden/%04d".formatted(i), bytes("hidden\n")));
        put("books/a.lines", bytes("one\n"));

        // Then
        assertEquals(List.of("one"), read("books").texts());
    }

    @Test
    void shouldReadAnObjectWhateverItsKeyIs() throws IOException {
        // Given
        List<String> keys =
                List.of(
                        "a b & c",
                        "a+b",
                        "a%20b",
                        "\u00FCber",
                        "u\u0308ber",
                        "<\u4E66>",
                        "a'\"b",
                        "a?b=#c");
        for (String key : keys) {
            put("books/" + key + "/a+ \u00E9.lines", bytes(key + "\n"));
        }

        // Then
        for (String key : keys) {
            String path = "books/" + key + "/a+ \u00E9.lines";
            Reading reading = read(path.replace("?", "*"));
            assertEquals(List.of(key), reading.texts());
            assertEquals(
                    List.of(new Provenance("s3://" + bucket + "/" + path, 0)), reading.places());
            assertEquals(List.of(key), read("books/" + key.replace("?", "*") + "/**").texts());
        }
    }

    @Test
    void shouldReadAnEmptyObject() throws IOException {
        // Given
        put("books/", new byte[0]);
        put("books/a.lines", new byte[0]);
        put("books/b.txt", new byte[0]);
        put("books/c.lines", bytes("one\n"));

        // Then
        assertEquals(List.of("one"), read("books").texts());
        assertEquals(List.of(), read("books/a.lines").texts());
    }

    @Test
    void shouldSayWhatIsMissing() {
        // Given
        put("a.lines", bytes("one\n"));

        // Then
        assertEquals("there is no object " + name("b.lines"), failure(() -> read("b.lines")));
        assertEquals(
                "s3://gone/a.lines cannot be read: the store answers 404 (NoSuchBucket): is it"
                        + " there, and may this service's credentials read it?",
                failure(() -> objects().resolve("s3://gone/a.lines")));
    }

    @Test
    void shouldSayThatItsCredentialsAreWrong() {
        // Given
        put("a.lines", bytes("one\n"));
        System.setProperty("aws.secretAccessKey", "of another store");

        // Then
        assertEquals(
                name("a.lines")
                        + " cannot be read: the store answers 403 (SignatureDoesNotMatch): is it"
                        + " there, and may this service's credentials read it?",
                failure(() -> read("a.lines")));
    }

    @Test
    void shouldRefuseAnObjectThatIsNoLongerTheListedOne() {
        // Given
        put("a.lines", bytes("one\n"));
        put("b.lines", bytes("one\n"));
        List<OpenableSource> listed = objects().resolve("s3://" + bucket);
        put("a.lines", bytes("two\n"));
        store.delete(bucket, "b.lines");

        // Then
        assertEquals(
                name("a.lines")
                        + " cannot be read: it was replaced after it was listed: run again when"
                        + " nobody writes there",
                failure(() -> new Reading(Policy.SKIP).read(listed.get(0))));
        assertEquals(
                name("b.lines")
                        + " cannot be read: it was deleted after it was listed: run again when"
                        + " nobody writes there",
                failure(() -> new Reading(Policy.SKIP).read(listed.get(1))));
    }

    @Test
    void shouldRefuseAnObjectThatIsReplacedWhileItIsRead() throws IOException {
        // Given
        put("a.lines", LARGE);
        ByteSource listed = (ByteSource) objects().resolve("s3://" + bucket).getFirst();
        try (InputStream stream = listed.opener().open()) {
            assertEquals(1, stream.readNBytes(1).length);

            // When
            byte[] other = LARGE.clone();
            other[LARGE.length - 2] = 'y';
            put("a.lines", other);

            // Then
            assertEquals(
                    name("a.lines")
                            + " cannot be read: it was replaced after it was listed: run again"
                            + " when nobody writes there",
                    failure(stream::readAllBytes));
        }
    }

    @Test
    void shouldReadALargeObjectThatStays() throws IOException {
        // Given
        put("a.lines", LARGE);

        // Then
        assertEquals(LARGE.length / LINE.length(), read("a.lines").texts().size());
    }

    @Test
    void shouldSayThatTheStoreIsAway() throws Exception {
        try (TestStore failing = TestStore.start()) {
            // Given
            failing.makeBucket(bucket);
            failing.put(bucket, "a.lines", LARGE);
            S3Objects objects = objects(failing.endpoint());
            ByteSource listed = (ByteSource) objects.resolve("s3://" + bucket).getFirst();
            InputStream stream = new CountedInput(listed.name(), listed.opener().open());
            assertEquals(1, stream.readNBytes(1).length);

            // When
            failing.kill();

            // Then
            String brokenOff = failure(stream::readAllBytes);
            stream.close();
            assertTrue(
                    brokenOff.matches(
                            Pattern.quote(name("a.lines"))
                                    + " cannot be read after its byte \\d+: is the place it comes"
                                    + " from away\\?"),
                    brokenOff);
            assertEquals(
                    name("")
                            + " cannot be read: no answer can be had: is the store up, is"
                            + " athanor.corpus.s3.endpoint right, and are there credentials?",
                    failure(() -> objects.resolve("s3://" + bucket + "/")));
        }
    }

    private void put(String key, byte[] content) {
        store.put(bucket, key, content);
    }

    private Reading read(String path) throws IOException {
        Reading reading = new Reading(Policy.FAIL);
        for (OpenableSource source : objects().resolve("s3://" + bucket + "/" + path)) {
            reading.read(source);
        }
        return reading;
    }

    private String name(String key) {
        return "s3://" + bucket + "/" + key;
    }

    private static String failure(Executable reading) {
        return assertThrows(AthanorException.class, reading).getMessage();
    }

    private S3Objects objects() {
        return objects(store.endpoint());
    }

    private S3Objects objects(URI endpoint) {
        return new S3Objects(new Config(List.of(bucket, "gone"), endpoint), TestConfig.DEFAULT);
    }

    private record Config(List<String> buckets, URI address) implements S3Config {

        @Override
        public Optional<List<String>> allowed() {
            return Optional.of(buckets);
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(address);
        }

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
}
