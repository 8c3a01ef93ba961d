package org.athanor.transformer.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        // Given
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("matrix", new long[] {2, 3});
        shapes.put("scalar", new long[] {});

        // When
        try (SafetensorsWriter writer = new SafetensorsWriter(file, shapes, Map.of("steps", "7"))) {
            writer.append(floats(1, 2, 3, 4));
            writer.append(floats(5, 6));
            writer.append(floats(-0.5f));
            writer.finish();
        }

        // Then
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertEquals(Map.of("steps", "7"), reader.metadata());
            TensorInfo matrix = reader.tensors().get("matrix");
            assertEquals(List.of(2L, 3L), matrix.shape());
            assertArrayEquals(new float[] {3, 4, 5}, reader.floats(matrix, 2, 3));
            assertArrayEquals(
                    new float[] {-0.5f}, reader.floats(reader.tensors().get("scalar"), 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> reader.floats(matrix, 4, 3));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenUnfinished() throws IOException {
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, Map.of("a", new long[] {4}), Map.of())) {
            writer.append(floats(1, 2));
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, writer::finish);
            assertTrue(refusal.getMessage().contains("8 bytes came of the 16"));
        }
        try (var left = Files.list(folder)) {
            assertFalse(left.findAny().isPresent());
        }
    }

    @Test
    void shouldReadHalfPrecision() throws IOException {
        // Given: 1.5 and -2 in f16 and in bf16
        byte[] data = {0x00, 0x3e, 0x00, (byte) 0xc0, (byte) 0xc0, 0x3f, 0x00, (byte) 0xc0};
        write(
                "{'h':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},"
                        + "'b':{'dtype':'BF16','shape':[2],'data_offsets':[4,8]}}",
                data);

        // When
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            // Then
            assertArrayEquals(
                    new float[] {1.5f, -2}, reader.floats(reader.tensors().get("h"), 0, 2));
            assertArrayEquals(
                    new float[] {1.5f, -2}, reader.floats(reader.tensors().get("b"), 0, 2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "not json | not valid JSON",
                "[1] | not a JSON object",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,20]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[-4,12]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[16,0]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[-4],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':'4','data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'I64','shape':[16],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'BOOL','shape':[4611686018427387904,4],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F64','shape':[2],'data_offsets':[8,24]}} | a.data_offsets",
                "{'a':{'dtype':'I7','shape':[4],'data_offsets':[0,16]}} | a.dtype",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 16 follow",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[3],'data_offsets':[4,16]}} | overlap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | gap",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]},'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | Duplicate",
                "{'a':7} | a is not a JSON object",
                "{'a':{'shape':[4],'data_offsets':[0,16]}} | a.dtype",
                "{'a':{'dtype':'F32','data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[4]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[4.0],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,4],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,9223372036854775807]}} | a.data_offsets",
                "{'a':{'dtype':'F32','shape':[0,9223372036854775807],'data_offsets':[0,16]}} | a.shape",
                "{'a':{'dtype':'F32','shape':[4],'shape':[4],'data_offsets':[0,16]}} | Duplicate",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} x | not valid JSON",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} {} | goes on",
                "{'__metadata__':{'x':1},'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | __metadata__.x"
            })
    void shouldRefuseAHeaderThatLies(String header, String named) throws IOException {
        // Given
        write(header, new byte[16]);

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));

        // Then
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void shouldKnowTheSizeOfEveryType(TensorType type) throws IOException {
        // Given
        String header = "{'a':{'dtype':'%s','shape':[3],'data_offsets':[0,%d]}}";
        int bytes = 3 * type.bytes();

        // When
        write(header.formatted(type, bytes), new byte[bytes]);

        // Then
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            TensorInfo info = reader.tensors().get("a");
            assertEquals(type, info.type());
            if (type.isReadable()) {
                assertArrayEquals(new float[3], reader.floats(info, 0, 3));
            } else {
                assertThrows(IllegalArgumentException.class, () -> reader.floats(info, 0, 3));
            }
        }

        // When: a byte is missing
        write(header.formatted(type, bytes - 1), new byte[bytes - 1]);

        // Then
        assertThrows(MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));
    }

    @Test
    void shouldRefuseATruncatedFile() throws IOException {
        // Given
        write("{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}", new byte[16]);
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            // When
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            // Then
            assertThrows(MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));
        }
    }

    @Test
    void shouldRefuseAHeaderLengthBeyondTheFile() throws IOException {
        // Given
        ByteBuffer bytes =
                ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);
        Files.write(file, bytes.array());

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));

        // Then
        assertTrue(refusal.getMessage().contains("header length"), refusal.getMessage());
    }

    @Test
    void shouldRefuseNestingWithoutFollowingIt() throws IOException {
        // Given
        write("{'a':" + "[".repeat(1 << 20), new byte[16]);

        // Then
        assertThrows(MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));

        // Given: in a field that nobody asks for
        write("{'a':{'more':" + "[".repeat(1 << 20), new byte[16]);

        // Then
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));
        assertTrue(refusal.getMessage().contains("depth"), refusal.getMessage());
    }

    @Test
    void shouldRefuseAHeaderOfManyMegabytesUnread() throws IOException {
        // Given: 10 GB long by its length and by the file's, which is a hole
        try (var channel =
                java.nio.channels.FileChannel.open(
                        file,
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.WRITE,
                        java.nio.file.StandardOpenOption.SPARSE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(length.putLong(10_000_000_000L).flip());
            channel.write(ByteBuffer.allocate(1), 10_000_000_100L);
        }

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class, () -> SafetensorsReader.open(file));

        // Then
        assertTrue(
                refusal.getMessage().contains("header length 10000000000"), refusal.getMessage());
    }

    @Test
    void shouldRoundToTheNearestWhenWritingHalfPrecision() throws IOException {
        // Given: bf16 keeps 8 bits; 1 + 2^-8 lies between two and goes to the even one
        float[] values = {1, 1.00390625f, 1.01171875f, -3.1415927f, 1e-40f, Float.MAX_VALUE};
        Map<String, long[]> shapes = Map.of("a", new long[] {6});

        // When
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, TensorType.BF16, shapes, Map.of())) {
            writer.append(floats(values));
            writer.finish();
        }

        // Then
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            float[] read = reader.floats(reader.tensors().get("a"), 0, 6);
            assertArrayEquals(
                    new float[] {1, 1, 1.015625f, -3.140625f, 9.1835e-41f, Float.POSITIVE_INFINITY},
                    read,
                    1e-44f);
        }
    }

    private void write(String header, byte[] data) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).put(data).array());
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
