package org.athanor.transformer.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the typed values of a file. What they may hold in all is bounded, however large the file. */
final class MetadataReader {

    private static final int LONGEST_KEY = 1 << 16;
    private static final int LONGEST_STRING = 1 << 24;
    private static final int DEEPEST = 4;

    /** Elements of all arrays together: the largest vocabularies have some 300,000 tokens and merges. */
    private static final int MOST_ELEMENTS = 1 << 21;

    /** Where the metadata must end: texts together are bounded like this. */
    private static final long LARGEST = 1L << 27;

    private final Cursor in;
    private long elements;

    MetadataReader(Cursor in) {
        this.in = in;
    }

    Map<String, GgufValue> read(long count) throws MalformedGgufException {
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.string("metadata[" + i + "].key", LONGEST_KEY);
            GgufValue value = value(type(key), key, 0);
            if (in.position() > LARGEST) {
                throw in.malformed(
                        "the metadata is longer than the %d bytes that are read, at %s"
                                .formatted(LARGEST, key));
            }
            if (values.put(key, value) != null) {
                throw in.malformed("metadata key " + key + " is there twice");
            }
        }
        return values;
    }

    private ValueType type(String field) throws MalformedGgufException {
        long type = in.unsignedInteger(field + ".type");
        if (type >= ValueType.values().length) {
            throw in.malformed("%s.type is %d, which is none".formatted(field, type));
        }
        return ValueType.values()[(int) type];
    }

    private GgufValue value(ValueType type, String field, int depth) throws MalformedGgufException {
        return switch (type) {
            case STRING -> new GgufValue.Text(in.string(field, LONGEST_STRING));
            case ARRAY -> array(field, depth + 1);
            default -> scalar(type, in.take(type.leastBytes(), field), field);
        };
    }

    private GgufValue.Array array(String field, int depth) throws MalformedGgufException {
        if (depth > DEEPEST) {
            throw in.malformed(field + " nests arrays deeper than " + DEEPEST);
        }
        ValueType type = type(field);
        long length = in.count(field + ".length", type.leastBytes());
        elements += length;
        if (elements > MOST_ELEMENTS) {
            throw in.malformed(
                    "%s.length is %d, more than the %d elements that are read of a file"
                            .formatted(field, length, MOST_ELEMENTS));
        }
        List<GgufValue> values = new ArrayList<>();
        for (long i = 0; i < length && in.position() <= LARGEST; i++) {
            values.add(value(type, field, depth));
        }
        return new GgufValue.Array(values);
    }

    private GgufValue scalar(ValueType type, MemorySegment bytes, String field)
            throws MalformedGgufException {
        byte first = bytes.get(ValueLayout.JAVA_BYTE, 0);
        return switch (type) {
            case UINT8 -> new GgufValue.Whole(Byte.toUnsignedLong(first));
            case INT8 -> new GgufValue.Whole(first);
            case UINT16 -> new GgufValue.Whole(bits(bytes) & 0xFFFF);
            case INT16 -> new GgufValue.Whole((short) bits(bytes));
            case UINT32 -> new GgufValue.Whole(bits(bytes) & 0xFFFF_FFFFL);
            case INT32 -> new GgufValue.Whole((int) bits(bytes));
            case UINT64, INT64 -> new GgufValue.Whole(bits(bytes));
            case FLOAT32 -> new GgufValue.Real(Float.intBitsToFloat((int) bits(bytes)));
            case FLOAT64 -> new GgufValue.Real(Double.longBitsToDouble(bits(bytes)));
            case BOOL -> new GgufValue.Flag(flag(first, field));
            case STRING, ARRAY -> throw new AssertionError(type);
        };
    }

    private boolean flag(byte value, String field) throws MalformedGgufException {
        if (value != 0 && value != 1) {
            throw in.malformed("%s is neither true nor false but %d".formatted(field, value));
        }
        return value == 1;
    }

    /** The bytes as one little-endian number. */
    private static long bits(MemorySegment bytes) {
        long bits = 0;
        for (int i = (int) bytes.byteSize() - 1; i >= 0; i--) {
            bits = bits << 8 | bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
        }
        return bits;
    }
}
