package org.athanor.tokenizer.corpus;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.athanor.kit.problem.ErrorCode;

/**
 * The streams of one source: itself, or the entries of the zip or tar that it is (told by magic
 * numbers, perhaps packed once more), in the order they lie in. Nothing is written, so an entry's
 * name leads nowhere; it is cleaned all the same. One thread.
 */
final class SourceStreams implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ByteSource source;
    private final CountedInput raw;
    private final UnpackingBounds bounds;
    private final int maximumEntries;
    private final InputStream content;
    private final String packing;
    private final ArchiveFiles archive;
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
        InputStream packed = new BufferedInputStream(raw, BUFFER_BYTES);
        this.packing = Unpacking.kind(Unpacking.head(packed));
        this.content = damageAtStart(() -> Unpacking.unpacked(packed, packing));
        try {
            this.archive = damageAtStart(this::archive);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
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
        if (!archive.canReadData()) {
            throw new DamagedSourceException(
                    ErrorCode.UNPROCESSABLE,
                    name + " cannot be unpacked: it is encrypted, or packed in an unusual way");
        }
        return entryInput(name);
    }

    private SourceInput entryInput(String name) throws IOException {
        InputStream data = new BufferedInputStream(new Entry(archive.data()), BUFFER_BYTES);
        try {
            String kind = Unpacking.kind(Unpacking.head(data));
            InputStream unpacked = Unpacking.unpacked(data, kind);
            try {
                return new SourceInput(
                        name, kind == null ? "an entry" : kind, unpacked, bounds, null);
            } catch (RuntimeException e) {
                unpacked.close(); // Zstandard's memory is not the heap's
                throw e;
            }
        } catch (IOException e) {
            throw DamagedSourceException.after(name, "an entry", 0, e);
        }
    }

    private ArchiveEntry nextFile() {
        ArchiveEntry entry = nextEntry();
        while (entry != null && !isWanted(entry)) {
            entry = nextEntry();
        }
        return entry;
    }

    private ArchiveEntry nextEntry() {
        ArchiveEntry entry = archive.next();
        if (entry != null && ++entries > maximumEntries) {
            throw new DamagedSourceException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d entries: raise athanor.corpus.max-files if it should"
                            .formatted(source.name(), maximumEntries));
        }
        return entry;
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

    private ArchiveFiles archive() throws IOException {
        byte[] head = Unpacking.head(content);
        if (Magic.isCutOff(Unpacking.nameInside(source.name(), packing), head)) {
            throw new EOFException("not even the first bytes are whole");
        }
        if (Magic.ZIP.isIn(head) || Magic.EMPTY_ZIP.isIn(head)) {
            return ArchiveFiles.ofZip(source.name(), content, bounds);
        }
        return Magic.TAR.isIn(head) ? ArchiveFiles.ofTar(source.name(), content, bounds) : null;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> T damageAtStart(Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw DamagedSourceException.after(source.name(), packing, 0, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (raw) {
            content.close();
        }
    }

    /** Ends before its archive does. */
    private static final class Entry extends LastingDamage {

        Entry(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
