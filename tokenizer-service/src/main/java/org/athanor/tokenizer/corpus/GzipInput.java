package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Gzip, member after member. Java's own takes a member whose header is cut off, or is none, for the
 * end; that of commons-compress does not, but drops with a damage what it had unpacked before. One
 * thread.
 */
final class GzipInput extends InputStream {

    /** Of a member: a name and a comment, which are held, however long they are. */
    private static final int MOST_HEADER_BYTES = 1 << 20;

    private final GzipCompressorInputStream members;
    private IOException damage;

    GzipInput(InputStream packed) throws IOException {
        this.members =
                GzipCompressorInputStream.builder()
                        .setInputStream(new BoundedHeader(packed))
                        .setDecompressConcatenated(true)
                        .get();
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    /** The damage is reported when all before it was given, and whenever somebody reads on. */
    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        long before = members.getBytesRead();
        try {
            return members.read(target, from, length);
        } catch (IOException e) {
            damage = e;
            int given = (int) (members.getBytesRead() - before);
            if (given == 0) {
                throw e;
            }
            return given;
        }
    }

    @Override
    public void close() throws IOException {
        members.close();
    }

    /** The reader takes headers byte by byte, and what they head in blocks: so it is known which is which. */
    private static final class BoundedHeader extends FilterInputStream {

        private int single;

        BoundedHeader(InputStream packed) {
            super(packed);
        }

        @Override
        public int read() throws IOException {
            if (++single > MOST_HEADER_BYTES) {
                throw new IOException("a header has no end");
            }
            return super.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            single = 0;
            return super.read(target, from, length);
        }
    }
}
