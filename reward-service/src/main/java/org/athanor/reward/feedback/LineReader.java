package org.athanor.reward.feedback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Lines of bounded length out of UTF-8 bytes. A line that is too long or not UTF-8 is reported as
 * bad and skipped; it never stops the ones after it, nor does it ever sit in memory whole.
 */
final class LineReader {

    static final int MAXIMUM_LINE_BYTES = 1 << 20;

    private final InputStream bytes;
    private long number;

    LineReader(InputStream bytes) {
        this.bytes = bytes;
    }

    /**
     * A line of the file.
     *
     * @param number counted from one
     * @param text null when it could not be read
     * @param problem why, null when it could
     */
    record Line(long number, String text, String problem) {}

    /** The next line without its end, or null after the last. */
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean any = false;
        for (int each = bytes.read(); each >= 0; each = bytes.read()) {
            any = true;
            if (each == '\n') {
                break;
            }
            tooLong |= line.size() == MAXIMUM_LINE_BYTES;
            if (!tooLong) {
                line.write(each);
            }
        }
        if (!any) {
            return null;
        }
        number++;
        return tooLong
                ? new Line(number, null, "longer than " + MAXIMUM_LINE_BYTES + " bytes")
                : decoded(line.toByteArray());
    }

    private Line decoded(byte[] line) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            boolean marked = number == 1 && text.startsWith("\uFEFF");
            return new Line(number, (marked ? text.substring(1) : text).strip(), null);
        } catch (CharacterCodingException e) {
            return new Line(number, null, "not valid UTF-8");
        }
    }
}
