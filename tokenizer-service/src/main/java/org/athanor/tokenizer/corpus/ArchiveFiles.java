package org.athanor.tokenizer.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * What lies in a zip or tar, one after another, up to an end that has to be there. The readers of
 * commons-compress take bytes that stop inside a header for the end of the archive, and compare no
 * checksum of an entry. One thread.
 */
final class ArchiveFiles {

    /** A name and its attributes; what a tar says of them is held, whatever length it states. */
    private static final int MOST_HEADER_BYTES = 1 << 20;

    private final String name;
    private final String kind;
    private final ArchiveBytes bytes;
    private final ArchiveInputStream<?> reader;
    private final UnpackingBounds bounds;
    private ArchiveEntry entry;
    private CheckedInputStream data;
    private int entries;

    private ArchiveFiles(
            String name,
            String kind,
            ArchiveBytes bytes,
            ArchiveInputStream<?> reader,
            UnpackingBounds bounds) {
        this.name = name;
        this.kind = kind;
        this.bytes = bytes;
        this.reader = reader;
        this.bounds = bounds;
    }

    static ArchiveFiles ofZip(String name, InputStream content, UnpackingBounds bounds) {
        ArchiveBytes bytes = new ArchiveBytes(content, Long.MAX_VALUE);
        return new ArchiveFiles(name, "zip", bytes, new ZipArchiveInputStream(bytes), bounds);
    }

    static ArchiveFiles ofTar(String name, InputStream content, UnpackingBounds bounds) {
        ArchiveBytes bytes = new ArchiveBytes(content, MOST_HEADER_BYTES);
        return new ArchiveFiles(name, "tar", bytes, new MarkedTar(bytes), bounds);
    }

    /** The next entry, or null after the last; what is left of the one before is passed over. */
    ArchiveEntry next() {
        try {
            passOver();
            bytes.startHeader();
            ArchiveEntry next = reader.getNextEntry();
            bytes.endHeader();
            requireIntact(next);
            if (next == null) {
                requireEnd();
                return null;
            }
            entry = next;
            data = new CheckedInputStream(new StepwiseInput(reader), new CRC32());
            entries++;
            return next;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    /** The bytes of the entry. */
    InputStream data() {
        return data;
    }

    boolean canReadData() {
        return reader.canReadEntryData(entry);
    }

    /** Nothing is skipped unseen: it is unpacked all the same, and counts. */
    private void passOver() throws IOException {
        if (entry == null || !canReadData()) {
            return;
        }
        byte[] buffer = new byte[1 << 13];
        for (int read = data.read(buffer); read >= 0; read = data.read(buffer)) {
            bounds.add(read);
        }
    }

    /** A zip may tell an entry's checksum behind its bytes, so only the next header is proof. */
    private void requireIntact(ArchiveEntry next) throws IOException {
        if (entry instanceof ZipArchiveEntry zip
                && reader.canReadEntryData(zip)
                && zip.getCrc() != data.getChecksum().getValue()) {
            throw new IOException("the checksum of the last entry is not that of its bytes");
        }
        if (next instanceof TarArchiveEntry tar && !tar.isCheckSumOK()) {
            throw new IOException("the next header is none");
        }
    }

    /** What follows the end is read too: the packing around the archive may be cut off there. */
    private void requireEnd() throws IOException {
        byte[] buffer = new byte[1 << 13];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            bounds.add(read);
        }
        boolean ends =
                reader instanceof MarkedTar tar
                        ? tar.hasEndMark()
                        : ZipEnd.isIn(bytes.last(), bytes.taken());
        if (!ends) {
            throw new EOFException("the end of the archive is missing");
        }
    }

    private DamagedSourceException damaged(Exception e) {
        return new DamagedSourceException(
                "%s is a %s that %s, after %d entries, near its byte %d"
                        .formatted(
                                name, kind, DamagedSourceException.how(e), entries, bytes.taken()),
                e);
    }
}
