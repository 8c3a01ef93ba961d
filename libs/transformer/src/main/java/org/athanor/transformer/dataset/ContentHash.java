package org.athanor.transformer.dataset;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The first 128 bits of a document's sha256: enough that two of a trillion documents that differ are
 * still told apart, with a chance of collision below 1e-14.
 *
 * @param high bytes 0 to 7, the first one the most significant
 * @param low bytes 8 to 15
 */
public record ContentHash(long high, long low) {

    /** @param sha256 of the document's content: [32] */
    public static ContentHash ofSha256(byte[] sha256) {
        if (sha256.length != 32) {
            throw new IllegalArgumentException("a sha256 has 32 bytes, this " + sha256.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(sha256);
        return new ContentHash(bytes.getLong(), bytes.getLong());
    }

    /** 32 hexadecimal digits: how the document's sha256 begins. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
