package org.athanor.transformer.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Metadata on its way into a file, in the order in which it is put. */
final class Metadata {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int count;

    int count() {
        return count;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    void putInteger(String key, int value) {
        begin(key, ValueType.UINT32);
        integer(value);
    }

    void putFloat(String key, double value) {
        begin(key, ValueType.FLOAT32);
        integer(Float.floatToRawIntBits((float) value));
    }

    void putFlag(String key, boolean value) {
        begin(key, ValueType.BOOL);
        bytes.write(value ? 1 : 0);
    }

    void putString(String key, String value) {
        begin(key, ValueType.STRING);
        string(value);
    }

    void putStrings(String key, List<String> values) {
        beginArray(key, ValueType.STRING, values.size());
        values.forEach(this::string);
    }

    void putIntegers(String key, List<Integer> values) {
        beginArray(key, ValueType.INT32, values.size());
        values.forEach(this::integer);
    }

    void putFloats(String key, List<Float> values) {
        beginArray(key, ValueType.FLOAT32, values.size());
        values.forEach(value -> integer(Float.floatToRawIntBits(value)));
    }

    private void begin(String key, ValueType type) {
        string(key);
        integer(type.ordinal());
        count++;
    }

    private void beginArray(String key, ValueType type, int length) {
        begin(key, ValueType.ARRAY);
        integer(type.ordinal());
        bytes.writeBytes(little(Long.BYTES).putLong(length).array());
    }

    private void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(little(Long.BYTES).putLong(utf8.length).array());
        bytes.writeBytes(utf8);
    }

    private void integer(int value) {
        bytes.writeBytes(little(Integer.BYTES).putInt(value).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
