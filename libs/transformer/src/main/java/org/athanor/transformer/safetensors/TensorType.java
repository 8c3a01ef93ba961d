package org.athanor.transformer.safetensors;

import java.nio.ByteBuffer;

/** The element types that are read and written. */
public enum TensorType {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** Appends the nearest value of this type; a tie goes to the even one. */
    void put(ByteBuffer target, float value) {
        switch (this) {
            case F32 -> target.putFloat(value);
            case F16 -> target.putShort(Float.floatToFloat16(value));
            case BF16 -> target.putShort(bfloat16(value));
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
