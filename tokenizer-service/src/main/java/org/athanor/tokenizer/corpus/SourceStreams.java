package org.athanor.tokenizer.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.athanor.kit.problem.ErrorCode;

/**
 * The streams of one source: itself, or the entries of the zip or tar that it is (told by magic
 * numbers, perhaps packed once more), in the order they lie in. Nothing is written, so an entry's
 * name leads nowhere; it is cleaned all the same. One thread.
 */
final class SourceStreams implements Closeable {

    private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int TAR_MAGIC_OFFSET = 257;

    private final ByteSource source;
    private final CountedInput raw;
    private final UnpackingBounds bounds;
    private final int maximumEntries;
    private final InputStream content;
    private final String packing;
    private final ArchiveInputStream<?> archive;
    private int entries;

    private SourceStreams(ByteSource source, CountedInput raw, CorpusConfig config)
            throws IOException {
        this.source = source;
        this.raw = raw;
        this.bounds =
                new UnpackingBounds(
                        source.name(),
                        config.maxSourceBytes().asLongValue(),
                        config.maxUnpackRatio(),
                        raw::taken);
        this.maximumEntries = config.maxFiles();
        PackedInput packed = new PackedInput(raw);
        this.packing = Unpacking.kind(Unpacking.head(packed));
        this.content = damageAtStart(() -> Unpacking.unpacked(packed, packing));
        this.archive = damageAtStart(() -> archive(content));
    }

    /** Opens the source. */
    static SourceStreams open(ByteSource source, CorpusConfig config) throws IOException {
        CountedInput raw = new CountedInput(source.name(), source.opener().open());
        try {
            return new SourceStreams(source, raw, config);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The next stream, or null after the last. Reading goes on where the one before was left. */
    SourceInput next() throws IOException {
        if (archive == null) {
            return entries++ > 0
                    ? null
                    : new SourceInput(
                            source.name(),
                            packing,
                            content,
                            bounds,
                            packing == null ? source.file() : null);
        }
        ArchiveEntry entry = nextFile();
        if (entry == null) {
            return null;
        }
        String name = SourceName.ofEntry(source.name(), entry.getName());
        if (!archive.canReadEntryData(entry)) {
            throw new DamagedSourceException(
                    ErrorCode.UNPROCESSABLE,
                    name + " cannot be unpacked: it is encrypted, or packed in an unusual way");
        }
        return entryInput(name);
    }

    private SourceInput entryInput(String name) throws IOException {
        PackedInput data = new PackedInput(new Entry(archive));
        try {
            String kind = Unpacking.kind(Unpacking.head(data));
            return new SourceInput(
                    name,
                    kind == null ? "an entry" : kind,
                    Unpacking.unpacked(data, kind),
                    bounds,
                    null);
        } catch (IOException e) {
            throw new DamagedSourceException(name + " is damaged at its start", e);
        }
    }

    private ArchiveEntry nextFile() throws IOException {
        try {
            ArchiveEntry entry = archive.getNextEntry();
            while (entry != null && !isWanted(entry)) {
                countEntry();
                entry = archive.getNextEntry();
            }
            if (entry != null) {
                countEntry();
            }
            return entry;
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedSourceException(
                    "%s is an archive that is cut off or damaged after %d entries, near byte %d"
                            .formatted(source.name(), entries, raw.taken()),
                    e);
        }
    }

    private void countEntry() {
        if (++entries > maximumEntries) {
            throw new DamagedSourceException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d entries: raise athanor.corpus.max-files if it should"
                            .formatted(source.name(), maximumEntries));
        }
    }

    /** No folder, no link, and not hidden, as in a folder. */
    private boolean isWanted(ArchiveEntry entry) {
        boolean special = entry instanceof TarArchiveEntry tar && !tar.isFile();
        boolean hidden =
                Arrays.stream(entry.getName().split("/"))
                        .anyMatch(part -> part.startsWith(".") && !part.startsWith(".."));
        return !entry.isDirectory()
                && !special
                && !hidden
                && !entry.getName().startsWith("__MACOSX/")
                && source.entries().test(entry.getName());
    }

    private static ArchiveInputStream<?> archive(InputStream content) throws IOException {
        byte[] head = Lookahead.at(content, TAR_MAGIC_OFFSET + TAR_MAGIC.length);
        boolean zip =
                head.length >= 4
                        && head[0] == 'P'
                        && head[1] == 'K'
                        && (head[2] == 3 && head[3] == 4 || head[2] == 5 && head[3] == 6);
        if (zip) {
            return new ZipArchiveInputStream(content);
        }
        boolean tar =
                head.length == TAR_MAGIC_OFFSET + TAR_MAGIC.length
                        && Arrays.equals(
                                head,
                                TAR_MAGIC_OFFSET,
                                head.length,
                                TAR_MAGIC,
                                0,
                                TAR_MAGIC.length);
        return tar ? new TarArchiveInputStream(content) : null;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> T damageAtStart(Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new DamagedSourceException(
                    "%s is %s that is cut off or damaged, after 0 unpacked bytes"
                            .formatted(source.name(), packing == null ? "a stream" : packing),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try (raw) {
            content.close();
        }
    }

    /** Ends before its archive does. */
    private static final class Entry extends StepwiseInput {

        Entry(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
