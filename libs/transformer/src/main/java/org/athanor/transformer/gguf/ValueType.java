package org.athanor.transformer.gguf;

/** The types of metadata; the ordinal is the number in the file. */
enum ValueType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    /** A u64 with the length in bytes, then UTF-8. */
    STRING(8),
    /** The elements' type as u32, a u64 with their number, then the elements. */
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private final int leastBytes;

    ValueType(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /** Bytes of a value, or the fewest of one whose size varies. */
    int leastBytes() {
        return leastBytes;
    }
}
