package org.athanor.tokenizer.corpus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A zip's end of central directory record (APPNOTE.TXT 4.3.14 to 4.3.16). It says where the central
 * directory begins and how long it is, and so where it lies itself: that of a zip inside the zip says
 * something else.
 */
final class ZipEnd {

    private static final int RECORD = 0x06054b50;
    private static final int RECORD_BYTES = 22;
    private static final int ZIP64_RECORD = 0x06064b50;
    private static final int ZIP64_RECORD_BYTES = 56;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    private final ByteBuffer last;
    private final long lastOffset;

    private ZipEnd(byte[] last, long length) {
        this.last = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN);
        this.lastOffset = length - last.length;
    }

    /**
     * Whether all of the record and its comment is there.
     *
     * @param last bytes of the zip
     * @param length of the whole zip
     */
    static boolean isIn(byte[] last, long length) {
        ZipEnd end = new ZipEnd(last, length);
        for (int at = last.length - RECORD_BYTES; at >= 0; at--) {
            if (end.isWholeAt(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWholeAt(int at) {
        if (last.getInt(at) != RECORD) {
            return false;
        }
        int commentBytes = last.getShort(at + 20) & 0xFFFF;
        long directoryBytes = last.getInt(at + 12) & IN_ZIP64;
        long directory = last.getInt(at + 16) & IN_ZIP64;
        boolean rightBehind = directory + directoryBytes == lastOffset + at;
        return at + RECORD_BYTES + commentBytes <= last.limit()
                && (rightBehind || isBehindZip64(at - ZIP64_LOCATOR_BYTES));
    }

    /** The record of zip64 lies between the directory and the locator, which lies before ours. */
    private boolean isBehindZip64(int locator) {
        if (locator < 0 || last.getInt(locator) != ZIP64_LOCATOR) {
            return false;
        }
        long at = last.getLong(locator + 8) - lastOffset;
        if (at < 0 || at > locator - ZIP64_RECORD_BYTES || last.getInt((int) at) != ZIP64_RECORD) {
            return false;
        }
        long directoryBytes = last.getLong((int) at + 40);
        long directory = last.getLong((int) at + 48);
        return directory + directoryBytes == lastOffset + at;
    }
}
