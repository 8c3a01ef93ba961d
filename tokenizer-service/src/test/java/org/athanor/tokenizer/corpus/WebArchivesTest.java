package org.athanor.tokenizer.corpus;

import static org.athanor.tokenizer.corpus.Reading.bytes;
import static org.athanor.tokenizer.corpus.Reading.gzip;
import static org.athanor.tokenizer.corpus.Reading.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.Test;

/** WARC and WET. */
class WebArchivesTest {

    private static final String HTML =
            """
            <html><head><title>no</title><style>p {}</style></head><body>
            <h1>A   heading</h1><script>var no;</script>
            <p>One <b>bold</b> word.<br>A second line.</p><ul><li>x</li><li>y</li></ul>
            </body></html>
            """;

    @Test
    void shouldReadTheTextOfWetMemberByMember() throws IOException {
        // Given: as Common Crawl has it, each record a gzip member of its own
        byte[] info = record("warcinfo", "application/warc-fields", bytes("software: x\r\n"));
        byte[] first = record("conversion", "text/plain", bytes("the first page\nof two lines"));
        byte[] second = record("conversion", "text/plain", bytes("seite zwei é"));
        byte[] wet = joined(gzip(info), gzip(first), gzip(second));

        // When
        Reading reading = Reading.of("a.warc.wet.gz", wet);

        // Then
        assertEquals(List.of("the first page\nof two lines", "seite zwei é"), reading.texts());
        assertEquals(
                List.of(
                        new Provenance("a.warc.wet.gz", info.length),
                        new Provenance("a.warc.wet.gz", info.length + first.length)),
                reading.places());
    }

    @Test
    void shouldReadWhatPeopleReadOfAPage() throws IOException {
        // Given
        byte[] latin1 =
                joined(
                        bytes(
                                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"),
                        "<p>caf\u00e9</p>".getBytes(StandardCharsets.ISO_8859_1));
        byte[] warc =
                joined(
                        record(
                                "request",
                                "application/http; msgtype=request",
                                bytes("GET / HTTP/1.1\r\n\r\n")),
                        response("200 OK", "text/html", HTML),
                        record("response", "application/http; msgtype=response", latin1),
                        response("404 Not Found", "text/html", "<p>gone</p>"),
                        response("200 OK", "image/png", "PNG"),
                        response("200 OK", "text/plain", "plain"));

        // When
        Reading reading = Reading.of("a.warc", warc);

        // Then
        assertEquals(
                List.of("A heading\nOne bold word.\nA second line.\nx\ny", "café", "plain"),
                reading.texts());
    }

    @Test
    void shouldSetAsideAResponseThatIsNoneAndReadOn() throws IOException {
        // Given
        byte[] warc =
                joined(
                        record(
                                "response",
                                "application/http; msgtype=response",
                                bytes("\u0001\u0002\r\n\r\n")),
                        record("conversion", "text/plain", new byte[] {'c', (byte) 0xE9}),
                        record("conversion", "text/plain", bytes("x".repeat(2_000))),
                        record("conversion", "text/plain", bytes("good")));

        // When
        Reading reading =
                new Reading(
                                Reading.source(null, null),
                                new TestConfig(1_000, 1 << 20),
                                null,
                                Policy.FAIL)
                        .read("a.warc", warc);

        // Then
        assertEquals(List.of("good"), reading.texts());
        assertEquals(
                Map.of("malformed", 1L, "invalidUtf8", 1L, "tooLong", 1L),
                reading.reader.setAside().figures());
    }

    @Test
    void shouldSayWhereAWebArchiveIsCutOrHasNoEnd() throws IOException {
        // Given
        byte[] good = record("conversion", "text/plain", bytes("good"));
        byte[] cut = Arrays.copyOf(joined(good, good), good.length + good.length / 2);
        byte[] endless = joined(good, bytes("WARC/1.0\r\nX: " + "y".repeat(2 << 20)));
        byte[] short1 = joined(good, Arrays.copyOf(good, good.length - 6));

        // When
        Reading first = new Reading(Policy.SKIP).read("cut.warc", cut);
        Reading second = new Reading(Policy.SKIP).read("endless.warc", endless);
        Reading third = new Reading(Policy.SKIP).read("short.warc", short1);
        Reading fourth = new Reading(Policy.SKIP).read("none.warc", bytes("nothing of the kind"));

        // Then
        assertEquals(List.of("good"), first.texts());
        assertTrue(
                first.reader
                        .firstDamaged()
                        .startsWith(
                                "cut.warc is a web archive that is cut off or damaged near its byte"),
                first.reader.firstDamaged());
        assertEquals(List.of("good"), second.texts());
        assertTrue(
                second.reader
                        .firstDamaged()
                        .startsWith("endless.warc holds a header of more than 1048576 bytes"),
                second.reader.firstDamaged());
        assertEquals(1, third.reader.damagedSources());
        assertEquals(1, fourth.reader.damagedSources());
    }

    private static byte[] response(String status, String type, String body) {
        return record(
                "response",
                "application/http; msgtype=response",
                bytes("HTTP/1.1 %s\r\nContent-Type: %s\r\n\r\n%s".formatted(status, type, body)));
    }

    private static byte[] record(String type, String contentType, byte[] block) {
        return joined(
                bytes(
                        """
                        WARC/1.0
                        WARC-Type: %s
                        WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>
                        WARC-Date: 2024-01-01T00:00:00Z
                        WARC-Target-URI: http://example.org/
                        Content-Type: %s
                        Content-Length: %d

                        """
                                .formatted(type, contentType, block.length)
                                .replace("\n", "\r\n")),
                block,
                bytes("\r\n\r\n"));
    }
}
