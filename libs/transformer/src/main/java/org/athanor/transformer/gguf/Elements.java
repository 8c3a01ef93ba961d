package org.athanor.transformer.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.athanor.transformer.safetensors.TensorType;

/** Turns f32 elements into each type's bytes and back. */
final class Elements {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The largest magnitude of a signed byte that has a counterpart of the other sign. */
    private static final int LARGEST_BYTE = 127;

    private Elements() {}

    /**
     * The bytes of whole blocks, ready to be written.
     *
     * @throws ArithmeticException when a value does not fit the type
     */
    static ByteBuffer encode(GgufType type, float[] values) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(values.length)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> out.asFloatBuffer().put(values);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    out.putShort(2 * i, half(values[i]));
                }
            }
            case BF16 -> {
                for (float value : values) {
                    TensorType.BF16.put(out, value);
                }
            }
            case Q8_0 -> {
                for (int from = 0; from < values.length; from += type.blockElements()) {
                    putBlock(out, values, from, from + type.blockElements());
                }
            }
        }
        return out.clear();
    }

    private static short half(float value) {
        short half = Float.floatToFloat16(value);
        if (Float.isFinite(value) && Float.isInfinite(Float.float16ToFloat(half))) {
            throw new ArithmeticException(value + " is too large for f16: choose bf16 or f32");
        }
        return half;
    }

    /** The scale maps the largest magnitude to 127; values go to the nearest multiple of it. */
    private static void putBlock(ByteBuffer out, float[] values, int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ArithmeticException(values[i] + " cannot be quantised");
            }
            largest = Math.max(largest, Math.abs(values[i]));
        }
        short half = half(largest / LARGEST_BYTE);
        if (largest > (LARGEST_BYTE + 0.5f) * Float.float16ToFloat(half)) {
            half++; // among the tiniest halves the nearest may be far below: take the one above
        }
        out.putShort(half);
        float scale = Float.float16ToFloat(half);
        for (int i = from; i < to; i++) {
            int multiple = scale == 0 ? 0 : Math.round(values[i] / scale);
            out.put((byte) Math.min(LARGEST_BYTE, multiple));
        }
    }

    /**
     * Elements {@code from} to {@code from + count} of a tensor's bytes.
     *
     * @param data the tensor's bytes
     */
    static float[] decode(GgufType type, MemorySegment data, long from, int count) {
        float[] values = new float[count];
        switch (type) {
            case F32 -> MemorySegment.copy(data, FLOAT, from * Float.BYTES, values, 0, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.float16ToFloat(data.getAtIndex(SHORT, from + i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(data.getAtIndex(SHORT, from + i) << 16);
                }
            }
            case Q8_0 -> {
                for (int i = 0; i < count; i++) {
                    long block = (from + i) / type.blockElements() * type.blockBytes();
                    long place = block + Short.BYTES + (from + i) % type.blockElements();
                    values[i] =
                            Float.float16ToFloat(data.get(SHORT, block))
                                    * data.get(ValueLayout.JAVA_BYTE, place);
                }
            }
        }
        return values;
    }
}
