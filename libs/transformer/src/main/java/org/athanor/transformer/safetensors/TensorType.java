package org.athanor.transformer.safetensors;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The element types of the format. A file may hold any, and each has its size; the numbers of three are
 * read and written: see {@link #isReadable}.
 */
public enum TensorType {
    F32(4),
    F16(2),
    BF16(2),
    F64(8),
    F8_E4M3(1),
    F8_E5M2(1),
    BOOL(1),
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    U64(8),
    I64(8);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** The type that a header calls so, or null when the format has none. */
    static TensorType ofLabel(String label) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(label))
                .findFirst()
                .orElse(null);
    }

    public int bytes() {
        return bytes;
    }

    /** Whether numbers of this type are read and written: F32, F16 and BF16. */
    public boolean isReadable() {
        return switch (this) {
            case F32, F16, BF16 -> true;
            default -> false;
        };
    }

    /** Whether its numbers have fractions, as weights have; masks and positions have none. */
    public boolean isFractional() {
        return switch (this) {
            case F32, F16, BF16, F64, F8_E4M3, F8_E5M2 -> true;
            default -> false;
        };
    }

    /**
     * Appends the nearest value of this type; a tie goes to the even one.
     *
     * @throws IllegalArgumentException when the type is not {@linkplain #isReadable readable}
     */
    public void put(ByteBuffer target, float value) {
        switch (this) {
            case F32 -> target.putFloat(value);
            case F16 -> target.putShort(Float.floatToFloat16(value));
            case BF16 -> target.putShort(bfloat16(value));
            default -> throw new IllegalArgumentException(this + " is not written");
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // rounding could make it infinite
        }
        int even = bits >>> 16 & 1;
        return (short) (bits + 0x7FFF + even >>> 16);
    }
}
