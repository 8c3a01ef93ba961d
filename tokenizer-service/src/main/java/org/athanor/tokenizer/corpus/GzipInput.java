package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Gzip, member after member. Java's own takes a member whose header is cut off, or is none, for the
 * end; that of commons-compress does not, but drops with a damage what it had unpacked before. One
 * thread.
 */
final class GzipInput extends InputStream {

    private final GzipCompressorInputStream members;
    private IOException damage;

    GzipInput(InputStream packed) throws IOException {
        this.members =
                GzipCompressorInputStream.builder()
                        .setInputStream(packed)
                        .setDecompressConcatenated(true)
                        .get();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** The damage is reported when all before it was given. */
    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        long before = members.getBytesRead();
        try {
            return members.read(target, from, length);
        } catch (IOException e) {
            int given = (int) (members.getBytesRead() - before);
            if (given == 0) {
                throw e;
            }
            damage = e;
            return given;
        }
    }

    @Override
    public void close() throws IOException {
        members.close();
    }
}
