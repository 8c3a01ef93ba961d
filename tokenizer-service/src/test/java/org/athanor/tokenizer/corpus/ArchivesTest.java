package org.athanor.tokenizer.corpus;

import static org.athanor.tokenizer.corpus.Reading.bytes;
import static org.athanor.tokenizer.corpus.Reading.gzip;
import static org.athanor.tokenizer.corpus.Reading.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.Test;

class ArchivesTest {

    /** A header of gzip that says a name follows. */
    private static final byte[] NAMED_MEMBER = {0x1F, (byte) 0x8B, 8, 1 << 3, 0, 0, 0, 0, 0, 0};

    @Test
    void shouldReadTheEntriesOfAZipEachByItsName() throws IOException {
        // Given
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("b/two.lines", bytes("one\ntwo\n"));
        entries.put("a.jsonl", bytes("{\"text\": \"three\"}\n"));
        entries.put("packed.lines.gz", gzip("four\n"));
        entries.put(".hidden", bytes("hidden\n"));
        entries.put("__MACOSX/x.txt", bytes("hidden\n"));

        // When
        Reading reading = Reading.of("a.zip", zip(entries));

        // Then
        assertEquals(List.of("one", "two", "three", "four"), reading.texts());
        assertEquals(
                List.of(
                        new Provenance("a.zip!/b/two.lines", 0),
                        new Provenance("a.zip!/b/two.lines", 4),
                        new Provenance("a.zip!/a.jsonl", 0),
                        new Provenance("a.zip!/packed.lines.gz", 0)),
                reading.places());
    }

    @Test
    void shouldReadATarThatIsPacked() throws IOException {
        // Given
        byte[] tar = tar();

        // When
        Reading gzip = Reading.of("a.tar.gz", gzip(tar));
        Reading zstd = Reading.of("b.tar.zst", Zstd.compress(tar));
        Reading plain = Reading.of("c", tar);

        // Then: neither the link nor the folder
        assertEquals(List.of("first", "second"), gzip.texts());
        assertEquals("a.tar.gz!/x/a.lines", gzip.places().getFirst().source());
        assertEquals(gzip.texts(), zstd.texts());
        assertEquals(gzip.texts(), plain.texts());
    }

    @Test
    void shouldReadZstandardOfSeveralFrames() throws IOException {
        // When
        byte[] frames = joined(Zstd.compress(bytes("one\n")), Zstd.compress(bytes("two\n")));
        Reading reading = Reading.of("a.lines.zst", frames);

        // Then
        assertEquals(List.of("one", "two"), reading.texts());
        assertEquals(new Provenance("a.lines.zst", 4), reading.places().getLast());
    }

    @Test
    void shouldReadEveryMemberOfGzipThoughTheStreamPauses() throws IOException {
        // Given: a stream that gives a byte at a time and never says that more is at hand
        byte[] members = joined(gzip("one\n"), gzip("two\n"), gzip("three\n"));
        ByteSource slow =
                new ByteSource("a.lines", () -> new Trickle(new ByteArrayInputStream(members)));

        // When
        Reading reading = new Reading(Policy.FAIL).read(slow);

        // Then
        assertEquals(List.of("one", "two", "three"), reading.texts());
    }

    @Test
    void shouldHoldNoEndlessHeaderOfGzip() throws IOException {
        // Given: the second member has a name, and this never ends
        Letters name = new Letters();
        InputStream endless =
                new SequenceInputStream(
                        new ByteArrayInputStream(joined(gzip("one\n"), NAMED_MEMBER)), name);

        // When
        Reading reading =
                new Reading(Policy.SKIP).read(new ByteSource("a.lines.gz", () -> endless));

        // Then
        assertEquals(List.of("one"), reading.texts());
        assertEquals(
                "a.lines.gz is gzip that is damaged, after 4 unpacked bytes",
                reading.reader.firstDamaged());
        assertTrue(name.taken < 2 << 20, () -> name.taken + " bytes taken");
    }

    /** More than a header may have, but not more than a test can bear. */
    private static final class Letters extends InputStream {

        private static final int MOST = 1 << 26;

        private int taken;

        @Override
        public int read() {
            return taken++ < MOST ? 'a' : -1;
        }
    }

    @Test
    void shouldCleanTheNamesOfEntries() throws IOException {
        // When
        Reading reading =
                Reading.of(
                        "a.zip",
                        zip(Map.of("../../etc/\u001b[2J\u202eevil\\..\\x.lines", bytes("text\n"))));

        // Then
        assertEquals(
                "a.zip!/etc/\uFFFD[2J\uFFFDevil/x.lines", reading.places().getFirst().source());
    }

    @Test
    void shouldSetAPictureAmongTheTextsAsideOnce() throws IOException {
        // Given
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a.png", new byte[100_000]);
        entries.put("b.txt", bytes("text"));
        entries.put("c.zip", zip(Map.of("d.txt", bytes("deep"))));

        // When
        Reading reading = Reading.of("a.zip", zip(entries));

        // Then
        assertEquals(List.of("text"), reading.texts());
        assertEquals(Map.of("binary", 2L), reading.reader.setAside().figures());
        assertEquals(
                "the document at byte 0 of a.zip!/a.png begins with a zero byte among its first:"
                        + " binary data, or UTF-16",
                reading.reader.setAside().first());
    }

    @Test
    void shouldRefuseABombAndKeepWhatWasBefore() throws IOException {
        // Given: 64 MB of zeros in 64 KB, and a limit of 200 times
        byte[] zeros = new byte[64 << 20];
        Arrays.fill(zeros, (byte) '0');
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("good.lines", bytes("good\n"));
        entries.put("bomb.txt", zeros);
        byte[] bomb = zip(entries);
        TestConfig config = new TestConfig(1 << 20, 1 << 30);

        // When
        Reading lenient = new Reading(Reading.source(null, null), config, null, Policy.SKIP);
        lenient.read("bomb.zip", bomb).read("after.lines", bytes("after\n"));
        var refused =
                assertThrows(
                        AthanorException.class,
                        () ->
                                new Reading(Reading.source(null, null), config, null, null)
                                        .read("bomb.zip", bomb));

        // Then
        assertEquals("good", lenient.texts().getFirst());
        assertEquals("after", lenient.texts().getLast());
        assertEquals(1, lenient.reader.damagedSources());
        assertEquals(refused.getMessage(), lenient.reader.firstDamaged());
        assertTrue(
                refused.getMessage()
                        .matches(
                                "bomb.zip unpacks \\d+ bytes to \\d+ and goes on: .* a bomb is; .*"),
                refused.getMessage());
    }

    @Test
    void shouldBoundTheEntries() throws IOException {
        // Given: six are allowed, folders and hidden ones among them
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 7; i++) {
            entries.put(i + ".lines", bytes("x\n"));
        }

        // When
        var refused = assertThrows(AthanorException.class, () -> Reading.of("a.zip", zip(entries)));

        // Then
        assertEquals(
                "a.zip holds more than 6 entries: raise athanor.corpus.max-files if it should",
                refused.getMessage());
    }

    @Test
    void shouldSayWhereAnArchiveIsCut() throws IOException {
        // Given
        byte[] text = randomText();
        byte[] zip = zip(Map.of("a.lines", text));
        byte[] zstd = Zstd.compress(text);
        byte[] tar = tar();

        // Then: each keeps the lines before the cut and says where that is
        cut(
                "a.zip",
                zip,
                zip.length / 2,
                "a.zip!/a.lines is an entry that .* after \\d{4,} unpacked.*");
        cut(
                "a.lines.zst",
                zstd,
                3 * zstd.length / 4,
                "a.lines.zst is Zstandard that ends too early, after \\d+ unpacked bytes");
        cut(
                "a.tar",
                tar,
                2048 + 3,
                "a.tar!/x/b.lines is an entry that ends too early, after 3 unpacked bytes");
    }

    @Test
    void shouldTellAByteThatWasChanged() throws IOException {
        // Given: a letter of a text that is stored as it is, of a header, and of a packed member's
        // header
        byte[] zip = stored("a.lines", bytes("first\nsecond\n"));
        byte[] tar = tar();
        byte[] first = gzip("first\n".repeat(100));
        byte[] members = joined(first, gzip("second\n"));

        // When
        Reading entry = changed("a.zip", zip, indexOf(zip, "second"));
        Reading header = changed("a.tar", tar, indexOf(tar, "x/b.lines"));
        Reading member = changed("a.lines.gz", members, first.length);

        // Then
        assertEquals(
                "a.zip is a zip that is damaged, after 1 entries, near its byte " + zip.length,
                entry.reader.firstDamaged());
        assertEquals(List.of("first"), header.texts());
        assertEquals(
                "a.tar is a tar that is damaged, after 2 entries, near its byte 2048",
                header.reader.firstDamaged());
        assertEquals(100, member.texts().size());
        assertEquals(
                "a.lines.gz is gzip that is damaged, after 600 unpacked bytes",
                member.reader.firstDamaged());
    }

    @Test
    void shouldHoldNoNameThatIsLongerThanAnyNameIs() throws IOException {
        // Given: a name of 64 MB of zeros, packed to nothing; and names of names of names
        byte[] name = nameRecord(64 << 20);
        byte[] zeros = new byte[64 << 20];
        byte[] names = joined(Collections.nCopies(20_000, nameRecord(0)).toArray(byte[][]::new));

        // When
        Reading longName = new Reading(Policy.SKIP).read("a.tar.gz", gzip(joined(name, zeros)));
        Reading manyNames = new Reading(Policy.SKIP).read("b.tar", names);

        // Then
        assertTrue(
                longName.reader
                        .firstDamaged()
                        .matches("a.tar.gz is a tar that is damaged, after 0 entries, .* 1\\d{6}"),
                longName.reader.firstDamaged());
        assertEquals(1, manyNames.reader.damagedSources());
    }

    private static Reading changed(String name, byte[] whole, int at) throws IOException {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        return new Reading(Policy.SKIP).read(name, changed);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** The header of GNU's for a long name, without the name. */
    private static byte[] nameRecord(long length) {
        TarArchiveEntry entry =
                new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
        entry.setSize(length);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        return header;
    }

    private static byte[] stored(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void cut(String name, byte[] whole, int length, String message)
            throws IOException {
        Reading lenient = new Reading(Policy.SKIP).read(name, Arrays.copyOf(whole, length));
        assertEquals(1, lenient.reader.damagedSources(), name);
        assertTrue(lenient.reader.firstDamaged().matches(message), lenient.reader.firstDamaged());
    }

    private static byte[] randomText() {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(3);
        for (int i = 0; i < 20_000; i++) {
            text.append(Integer.toHexString(random.nextInt())).append('\n');
        }
        return bytes(text.toString());
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** A folder, a file, a link and another file: headers and contents of 512 bytes. */
    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "x/a.lines", "first\n");
            TarArchiveEntry link = new TarArchiveEntry("x/link.lines", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            file(tar, "x/b.lines", "second\n");
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, String text)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes(text).length);
        tar.putArchiveEntry(entry);
        tar.write(bytes(text));
        tar.closeArchiveEntry();
    }

    private static final class Trickle extends FilterInputStream {

        Trickle(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return super.read(target, from, Math.min(1, length));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
