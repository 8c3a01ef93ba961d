package org.athanor.transformer.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a mapped file from front to back; whatever does not fit what is left is refused by name. */
final class Cursor {

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;
    private long at;

    Cursor(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long position() {
        return at;
    }

    long remaining() {
        return bytes.byteSize() - at;
    }

    int integer(String field) throws MalformedGgufException {
        return take(Integer.BYTES, field).get(INT, 0);
    }

    long unsignedInteger(String field) throws MalformedGgufException {
        return Integer.toUnsignedLong(integer(field));
    }

    long longInteger(String field) throws MalformedGgufException {
        return take(Long.BYTES, field).get(LONG, 0);
    }

    /** As {@link #count(String, long)}, and never more than {@code most}. */
    long count(String field, long leastBytes, long most) throws MalformedGgufException {
        long count = count(field, leastBytes);
        if (count > most) {
            throw malformed(
                    "%s is %d, more than the %d that are read".formatted(field, count, most));
        }
        return count;
    }

    /** A number of things of which each takes at least {@code leastBytes} of what is left. */
    long count(String field, long leastBytes) throws MalformedGgufException {
        long count = longInteger(field);
        if (count < 0 || count > remaining() / leastBytes) {
            throw malformed(
                    "%s is %s, for which the %d bytes left are too few"
                            .formatted(field, Long.toUnsignedString(count), remaining()));
        }
        return count;
    }

    /** A string of at most {@code longest} bytes. */
    String string(String field, int longest) throws MalformedGgufException {
        long length = count(field + ".length", 1, longest);
        byte[] utf8 = take(length, field).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw malformed(field + " is not UTF-8");
        }
    }

    /** The next bytes, without copying them. */
    MemorySegment take(long length, String field) throws MalformedGgufException {
        if (length > remaining()) {
            throw malformed(
                    "the file ends within %s: it needs %d bytes, %d are left"
                            .formatted(field, length, remaining()));
        }
        MemorySegment taken = bytes.asSlice(at, length);
        at += length;
        return taken;
    }

    MalformedGgufException malformed(String reason) {
        return new MalformedGgufException(file + ": " + reason);
    }
}
