package org.athanor.tokenizer.corpus;

import static org.athanor.tokenizer.corpus.Reading.bytes;
import static org.athanor.tokenizer.corpus.Reading.gzip;
import static org.athanor.tokenizer.corpus.Reading.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.Test;

/** Each archive is cut at every byte: none may look whole, but where its format cannot tell. */
class CutArchivesTest {

    private static final String LONG_NAME = "folder/".repeat(20) + "c.lines";

    @Test
    void shouldTellACutZip() throws IOException {
        // Given: sizes before and behind the bytes, a zip in the zip with an end of its own, a
        // comment
        byte[] zip = zip("of no use, but part of it");

        // Then
        assertEquals(Set.of(), cutsThatLookWhole("a.zip", zip));
        assertEquals(Set.of(), cutsThatLookWhole("a.zip", zip("")));
        assertEquals(Set.of(), cutsThatLookWhole("a.zip", zip64()));
        assertEquals(Set.of(), cutsThatLookWhole("a.zip", emptyZip()));
    }

    @Test
    void shouldTellACutTarUpToItsEndMark() throws IOException {
        // Given
        byte[] tar = tar(true);
        int contents = tar(false).length;

        // Then: a block of zeros ends it, and what follows is padding
        assertEquals(
                IntStream.range(contents + 512, tar.length).boxed().collect(Collectors.toSet()),
                cutsThatLookWhole("a.tar", tar));
        assertEquals(Set.of(), cutsThatLookWhole("a.tar.gz", gzip(tar)));
        assertEquals(Set.of(), cutsThatLookWhole("a.tgz", gzip(tar)));
        assertEquals(Set.of(), cutsThatLookWhole("a.tar.zst", Zstd.compress(tar)));
    }

    @Test
    void shouldTellACutStreamButBetweenItsMembers() throws IOException {
        // Given: nothing in the one says that another follows
        byte[] first = gzip("one\ntwo\n");
        byte[] second = gzip("three\n");
        byte[] frame = Zstd.compress(bytes("one\ntwo\n"));
        byte[] frames = joined(frame, Zstd.compress(bytes("three\n")));

        // Then
        assertEquals(Set.of(first.length), cutsThatLookWhole("a.lines.gz", joined(first, second)));
        assertEquals(Set.of(frame.length), cutsThatLookWhole("a.lines.zst", frames));
    }

    @Test
    void shouldTellACutWebArchiveButBetweenItsRecords() throws IOException {
        // Given
        byte[] record =
                bytes(
                        """
                        WARC/1.0
                        WARC-Type: conversion
                        WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>
                        WARC-Date: 2024-01-01T00:00:00Z
                        Content-Type: text/plain
                        Content-Length: 4

                        page

                        """
                                .replace("\n", "\r\n"));
        byte[] member = gzip(record);

        // Then: of a plain one, also where nothing but the empty lines behind a record is missing
        assertEquals(Set.of(member.length), cutsThatLookWhole("a.warc.gz", joined(member, member)));
        Set<Integer> plain = cutsThatLookWhole("a.warc", joined(record, record));
        assertTrue(
                Set.of(
                                0,
                                record.length - 4,
                                record.length,
                                2 * record.length - 4,
                                2 * record.length - 3,
                                2 * record.length - 2,
                                2 * record.length - 1)
                        .containsAll(plain),
                plain::toString);
    }

    @Test
    void shouldTakeATarWithoutAnEndMarkForCut() throws IOException {
        // When
        Reading reading = new Reading(Policy.SKIP).read("a.tar", tar(false));

        // Then
        assertEquals(List.of("one", "two", "three", "four"), reading.texts());
        assertEquals(
                "a.tar is a tar that ends too early, after 4 entries, near its byte "
                        + tar(false).length,
                reading.reader.firstDamaged());
    }

    @Test
    void shouldKeepWhatLiesBeforeADamageHoweverLittleItIs() throws IOException {
        // Given: what tells a packing is looked for in the first bytes, the damaged ones among them
        byte[] text = bytes("one\ntwo\n");
        byte[] frame = Zstd.compress(text);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        ZipOutputStream zip = new ZipOutputStream(stored);
        store(zip, "a.lines", joined(text, bytes("three\n")));
        zip.flush();

        // Then
        keepsOneAndTwo("a.lines.gz", joined(gzip(text), bytes("no member")));
        keepsOneAndTwo("a.lines.zst", joined(frame, Arrays.copyOf(frame, frame.length - 1)));
        keepsOneAndTwo("a.zip", Arrays.copyOf(stored.toByteArray(), stored.size() - 3));
        keepsOneAndTwo("a.zip", zip("a.lines.gz", joined(gzip(text), bytes("no member"))));
    }

    private static void keepsOneAndTwo(String name, byte[] damaged) throws IOException {
        Reading reading = new Reading(Policy.SKIP).read(name, damaged);
        assertEquals(List.of("one", "two"), reading.texts().subList(0, 2), name);
        assertEquals(1, reading.reader.damagedSources(), name);
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, name, content);
        }
        return bytes.toByteArray();
    }

    /** The lengths at which the rest is read without a complaint; all it gives must be whole. */
    private static Set<Integer> cutsThatLookWhole(String name, byte[] whole) throws IOException {
        List<CorpusDocument> all = Reading.of(name, whole).kept;
        Set<Integer> silent = new TreeSet<>();
        for (int length = 0; length < whole.length; length++) {
            Reading cut = new Reading(Policy.SKIP).read(name, Arrays.copyOf(whole, length));
            String at = name + " cut at " + length;
            assertEquals(all.subList(0, cut.kept.size()), cut.kept, at);
            if (cut.reader.damagedSources() == 0) {
                assertEquals(0, cut.reader.setAside().total(), at);
                silent.add(length);
            } else {
                String why = cut.reader.firstDamaged();
                assertTrue(why.startsWith(name) && why.matches(".*\\d.*"), why);
            }
        }
        return silent;
    }

    private static byte[] zip(String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            zip.putNextEntry(new ZipEntry("a.lines"));
            zip.write(bytes("one\ntwo\n"));
            store(zip, "b.lines", bytes("three\n"));
            store(zip, ".hidden.zip", emptyZip());
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    private static byte[] emptyZip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ZipOutputStream(bytes).close();
        return bytes.toByteArray();
    }

    private static byte[] zip64() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            zip.setUseZip64(Zip64Mode.Always);
            for (String name : List.of("a.lines", "b.lines")) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.write(bytes("one\ntwo\n"));
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** With a name that is a record of its own, and an entry that is passed over. */
    private static byte[] tar(boolean withEnd) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        put(tar, "a.lines", "one\ntwo\n");
        put(tar, ".hidden", "x".repeat(600));
        put(tar, LONG_NAME, "three\n");
        put(tar, "d.lines", "four\n");
        tar.flush();
        if (withEnd) {
            tar.finish();
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, String text)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes(text).length);
        tar.putArchiveEntry(entry);
        tar.write(bytes(text));
        tar.closeArchiveEntry();
    }
}
