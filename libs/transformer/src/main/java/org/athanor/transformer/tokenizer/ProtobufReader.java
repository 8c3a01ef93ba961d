package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Walks over the fields of one message in protobuf's wire format. Nothing is copied or allocated for a
 * length before that many bytes are seen to be there.
 */
final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private static final int LONGEST_VARINT = 10;

    private final Path file;
    private final String message;
    private final ByteBuffer in;
    private int field;
    private int wireType;

    /** @param message its name, for refusals */
    ProtobufReader(Path file, String message, ByteBuffer bytes) {
        this.file = file;
        this.message = message;
        this.in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end. The value must be read or passed over. */
    boolean next() throws TokenizerFormatException {
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (field <= 0 || tag >>> 32 != 0) {
            throw malformed("has a field of number " + (tag >>> 3));
        }
        return true;
    }

    int field() {
        return field;
    }

    /** A number, flag or constant. */
    int number() throws TokenizerFormatException {
        require(VARINT);
        return (int) varint();
    }

    float real() throws TokenizerFormatException {
        require(FIXED32);
        requireBytes(Float.BYTES);
        return in.getFloat();
    }

    String text() throws TokenizerFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerFormatException(
                    file, "%s.%d is not UTF-8".formatted(message, field), e);
        }
    }

    ProtobufReader message(String name) throws TokenizerFormatException {
        return new ProtobufReader(file, name, bytes());
    }

    /** The bytes where they lie. */
    ByteBuffer bytes() throws TokenizerFormatException {
        require(BYTES);
        long length = varint();
        requireBytes(length);
        ByteBuffer bytes = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return bytes;
    }

    /** A copy of the bytes. */
    byte[] copy() throws TokenizerFormatException {
        ByteBuffer bytes = bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    void passOver() throws TokenizerFormatException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skip(Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw malformed("has a field of wire type " + wireType);
        }
    }

    private void skip(int length) throws TokenizerFormatException {
        requireBytes(length);
        in.position(in.position() + length);
    }

    private long varint() throws TokenizerFormatException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            requireBytes(1);
            byte next = in.get();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("has a number of more than " + LONGEST_VARINT + " bytes");
    }

    private void require(int expected) throws TokenizerFormatException {
        if (wireType != expected) {
            throw malformed(
                    "field %d has wire type %d instead of %d".formatted(field, wireType, expected));
        }
    }

    private void requireBytes(long length) throws TokenizerFormatException {
        if (length < 0 || length > in.remaining()) {
            throw malformed(
                    "field %d announces %d bytes where %d are left"
                            .formatted(field, length, in.remaining()));
        }
    }

    private TokenizerFormatException malformed(String reason) {
        return new TokenizerFormatException(
                file, "%s %s: this is no SentencePiece model".formatted(message, reason));
    }
}
