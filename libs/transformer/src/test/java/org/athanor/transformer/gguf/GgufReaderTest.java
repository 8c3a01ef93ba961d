package org.athanor.transformer.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GgufReaderTest {

    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("some.gguf");
    }

    @Test
    void shouldReadEveryTypeOfMetadata() throws IOException {
        // Given
        Bytes bytes = new Bytes().header(0, 14);
        bytes.key("u8", 0).raw(0xFF);
        bytes.key("i8", 1).raw(0xFF);
        bytes.key("u16", 2).raw(0xFE, 0xFF);
        bytes.key("i16", 3).raw(0xFE, 0xFF);
        bytes.key("u32", 4).u32(0xFFFF_FFFF);
        bytes.key("i32", 5).u32(-7);
        bytes.key("f32", 6).u32(Float.floatToIntBits(0.5f));
        bytes.key("bool", 7).raw(1);
        bytes.key("string", 8).string("grüße");
        bytes.key("array", 9).u32(5).u64(2).u32(3).u32(-4);
        bytes.key("nested", 9).u32(9).u64(1).u32(8).u64(1).string("in");
        bytes.key("u64", 10).u64(1L << 40);
        bytes.key("i64", 11).u64(-9);
        bytes.key("f64", 12).u64(Double.doubleToLongBits(0.1));
        bytes.to(file);

        // When
        try (GgufReader gguf = GgufReader.open(file)) {
            // Then
            var metadata = gguf.metadata();
            assertEquals(new GgufValue.Whole(255), metadata.get("u8"));
            assertEquals(new GgufValue.Whole(-1), metadata.get("i8"));
            assertEquals(new GgufValue.Whole(65534), metadata.get("u16"));
            assertEquals(new GgufValue.Whole(-2), metadata.get("i16"));
            assertEquals(new GgufValue.Whole(4294967295L), metadata.get("u32"));
            assertEquals(new GgufValue.Whole(-7), metadata.get("i32"));
            assertEquals(new GgufValue.Real(0.5), metadata.get("f32"));
            assertEquals(new GgufValue.Flag(true), metadata.get("bool"));
            assertEquals(new GgufValue.Text("grüße"), metadata.get("string"));
            assertEquals(
                    new GgufValue.Array(List.of(new GgufValue.Whole(3), new GgufValue.Whole(-4))),
                    metadata.get("array"));
            assertEquals(
                    new GgufValue.Array(
                            List.of(new GgufValue.Array(List.of(new GgufValue.Text("in"))))),
                    metadata.get("nested"));
            assertEquals(new GgufValue.Whole(1L << 40), metadata.get("u64"));
            assertEquals(new GgufValue.Whole(-9), metadata.get("i64"));
            assertEquals(new GgufValue.Real(0.1), metadata.get("f64"));
        }
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void shouldReadAnyPieceOfATensor(GgufType type) throws IOException {
        // Given: whole numbers up to 127, of which every type keeps each exactly
        float[] values = new float[128];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 32 == 0 ? 127 : i % 2 == 0 ? i : -i;
        }
        write(new Metadata(), plan("a", type, 2, values), plan("b", type, 2, values));

        // When
        try (GgufReader gguf = GgufReader.open(file)) {
            GgufTensor tensor = gguf.tensors().get("b");

            // Then
            assertEquals(List.of(2L, 64L), tensor.shape());
            assertArrayEquals(values, gguf.floats(tensor, 0, 128));
            assertArrayEquals(Arrays.copyOfRange(values, 37, 101), gguf.floats(tensor, 37, 64));
            assertThrows(IndexOutOfBoundsException.class, () -> gguf.floats(tensor, 100, 29));
            assertThrows(IndexOutOfBoundsException.class, () -> gguf.floats(tensor, -1, 2));
        }
    }

    @Test
    void shouldQuantiseEvenTheTiniestToWithinHalfAStep() {
        // Given: magnitudes down to where half precision has hardly a bit left
        Random random = new Random(3);
        for (int exponent = -40; exponent < 15; exponent++) {
            float[] block = new float[32];
            for (int i = 0; i < 32; i++) {
                block[i] = (float) ((random.nextDouble() * 2 - 1) * Math.pow(2, exponent));
            }

            // When
            ByteBuffer bytes = Elements.encode(GgufType.Q8_0, block).order(ByteOrder.LITTLE_ENDIAN);
            float step = Float.float16ToFloat(bytes.getShort());

            // Then
            for (float value : block) {
                assertEquals(value, step * bytes.get(), step * 0.5001, "2^" + exponent);
            }
        }
    }

    @Test
    void shouldRoundToTheNearestBrainFloatAndTiesToEven() {
        // Given: 1 + 2^-8 lies between 1 and 1 + 2^-7, 1 + 3 * 2^-8 between that and 1 + 2^-6
        float[] values = {1.00390625f, 1.01171875f, 1.00390637f, -0f, Float.NaN, Float.MAX_VALUE};

        // When
        ByteBuffer bytes = Elements.encode(GgufType.BF16, values).order(ByteOrder.LITTLE_ENDIAN);

        // Then
        int[] expected = {0x3F80, 0x3F82, 0x3F81, 0x8000, 0x7FC0, 0x7F80};
        for (int each : expected) {
            assertEquals(each, Short.toUnsignedInt(bytes.getShort()));
        }
    }

    @Test
    void shouldRefuseATruncatedFile() throws IOException {
        // Given
        byte[] whole = small();

        for (int length = 0; length < whole.length; length++) {
            // When
            Files.write(file, Arrays.copyOf(whole, length));

            // Then: only the padding behind the last tensor may be missing
            if (length < whole.length - 20) {
                assertThrows(MalformedGgufException.class, () -> GgufReader.open(file).close());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 4 | 0x46554746 | magic",
                "4 | 4 | 4 | version must be 2 or 3, was 4",
                "4 | 4 | 0x03000000 | big-endian",
                "8 | 8 | 0x7fffffffffffffff | tensor_count",
                "8 | 8 | -1 | tensor_count",
                "8 | 8 | 1000000 | tensor_count",
                "16 | 8 | 0x7fffffffffffffff | metadata_kv_count",
                "16 | 8 | 10 | metadata[4].key.length",
                "24 | 8 | 10000000000 | metadata[0].key.length",
                "24 | 8 | -1 | metadata[0].key.length"
            })
    void shouldRefuseAHeaderThatLies(int at, int bytes, String value, String named)
            throws IOException {
        // Given
        byte[] lying = small();
        put(lying, at, bytes, Long.decode(value));

        // Then
        assertRefused(lying, named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | 8 | 10000000000 | some.length",
                "8 | 8 | 10000000000 | some.length",
                "13 | 8 | 1 | some.type is 13",
                "7 | 8 | 9 | some is neither true nor false"
            })
    void shouldRefuseAValueThatCannotBe(int type, int bytes, long value, String named)
            throws IOException {
        // Given: an array's value here is its elements' type and then its length
        Bytes lying = new Bytes().header(0, 1);
        lying.key("some", type);
        if (type == 9) {
            lying.u32(0);
        }
        lying.u64(value).to(file);

        // Then
        assertRefused(Files.readAllBytes(file), named);
    }

    @Test
    void shouldRefuseArraysThatNestWithoutEnd() throws IOException {
        // Given
        Bytes bytes = new Bytes().header(0, 1).key("deep", 9);
        for (int depth = 0; depth < 100_000; depth++) {
            bytes.u32(9).u64(1);
        }

        // Then
        assertRefused(bytes.toArray(), "deep nests arrays deeper than 4");
    }

    @Test
    void shouldRefuseMoreElementsThanAreRead() throws IOException {
        // Given: ten million bytes as an array, which are there
        Bytes bytes = new Bytes().header(0, 1).key("long", 9).u32(0).u64(10_000_000);
        bytes.raw(new int[10_000_000]);

        // Then
        assertRefused(bytes.toArray(), "long.length is 10000000");
    }

    @Test
    void shouldRefuseTheSameNameTwice() throws IOException {
        Bytes bytes = new Bytes().header(0, 2).key("k", 0).raw(1).key("k", 0).raw(2);
        assertRefused(bytes.toArray(), "metadata key k is there twice");
        assertRefused(
                new Bytes().header(2, 0).tensor("t", 0, 0, 4).tensor("t", 0, 32, 4).data(64),
                "tensor t is there twice");
    }

    @Test
    void shouldRefuseTensorsThatCannotLieWhereTheySay() throws IOException {
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 0, 0, 9).data(32),
                "t.offset 0 and 36 bytes reach beyond the 32 bytes");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 0, 64, 8).data(64),
                "t.offset is 64 where 0 was expected");
        assertRefused(new Bytes().header(1, 0).tensor("t", 0, -32, 8).data(64), "t.offset is -32");
        assertRefused(
                new Bytes().header(2, 0).tensor("t", 0, 0, 8).tensor("u", 0, 0, 8).data(64),
                "u.offset is 0 where 32 was expected: tensors overlap");
        assertRefused(
                new Bytes().header(2, 0).tensor("t", 0, 0, 9).tensor("u", 0, 36, 8).data(96),
                "u.offset is 36 where 64 was expected");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 0, 0, 8).data(320),
                "the tensors end at 32 but the data has 320 bytes");
    }

    @Test
    void shouldRefuseShapesAndTypesThatCannotBe() throws IOException {
        assertRefused(new Bytes().header(1, 0).tensor("t", 0, 0).data(32), "t.dimensions");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 0, 0, 1, 1, 1, 1, 1).data(32),
                "t.dimensions must be 1 to 4, was 5");
        assertRefused(new Bytes().header(1, 0).tensor("t", 0, 0, 1L << 62, 4).data(32), "t.shape");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 0, 0, 1L << 32, 1L << 32).data(32), "t.shape");
        assertRefused(new Bytes().header(1, 0).tensor("t", 0, 0, -8).data(32), "t.shape");
        assertRefused(new Bytes().header(1, 0).tensor("t", 0, 0, 0).data(32), "t.shape");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 12, 0, 8).data(32),
                "t.type is 12: only f32, f16, bf16 and q8_0");
        assertRefused(
                new Bytes().header(1, 0).tensor("t", 8, 0, 33).data(64),
                "rows of q8_0 are multiples of 32");
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "4294967295", "2147483648"})
    void shouldRefuseAnAlignmentThatIsNone(long alignment) throws IOException {
        Bytes bytes = new Bytes().header(0, 1).key("general.alignment", 4).u32((int) alignment);
        assertRefused(bytes.toArray(), "general.alignment must be a power of two");
    }

    @Test
    @Timeout(60)
    void shouldReadOrRefuseWhateverIsDoneToAFile() throws IOException {
        // Given
        byte[] whole = small();
        Random random = new Random(21);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] mutated = mutate(whole, random);
            Files.write(file, mutated);

            // When
            try (GgufReader gguf = GgufReader.open(file)) {
                for (GgufTensor tensor : gguf.tensors().values()) {
                    gguf.floats(tensor, 0, Math.toIntExact(tensor.elements()));
                }
                read++;
            } catch (MalformedGgufException e) {
                // Then
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
        assertTrue(read > 100 && read < 2900, "both must happen, read " + read);
    }

    @Test
    void shouldReadAFileOfLlamaCpp() throws IOException {
        // Given
        Path vocabulary = Path.of("../../../shared/data/tokenizer/ggml-vocab-gpt-2.gguf");
        assumeTrue(Files.exists(vocabulary), "llama.cpp's file is not beside the checkout");

        // When
        try (GgufReader gguf = GgufReader.open(vocabulary)) {
            // Then
            assertEquals("gpt2", ExportedModel.text(gguf, "general.architecture"));
            assertEquals(1024, ExportedModel.whole(gguf, "gpt2.context_length"));
            assertEquals(50257, ExportedModel.texts(gguf, "tokenizer.ggml.tokens").size());
            assertTrue(gguf.tensors().isEmpty());
        }
    }

    /** A few changed bytes, mostly in the header; numbers that break things; a cut or a longer tail. */
    private static byte[] mutate(byte[] whole, Random random) {
        byte[] mutated =
                Arrays.copyOf(
                        whole,
                        random.nextInt(8) == 0 ? random.nextInt(2 * whole.length) : whole.length);
        if (mutated.length < 8) {
            return mutated;
        }
        long[] nasty = {0, 1, -1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 33, 32};
        for (int change = 0; change <= random.nextInt(3); change++) {
            int at = random.nextInt(mutated.length - 7);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                default -> put(mutated, at, 8, nasty[random.nextInt(nasty.length)]);
            }
        }
        return mutated;
    }

    /** Three pairs and three tensors. */
    private byte[] small() throws IOException {
        Metadata metadata = new Metadata();
        metadata.putString("general.architecture", "llama");
        metadata.putStrings("tokenizer.ggml.tokens", List.of("a", "b"));
        metadata.putInteger("general.alignment", 32);
        write(
                metadata,
                plan("one", GgufType.Q8_0, 2, new float[64]),
                plan("two", GgufType.BF16, 1, new float[6]),
                plan("three", GgufType.F32, 1, new float[3]));
        return Files.readAllBytes(file);
    }

    private void write(Metadata metadata, TensorPlan... plans) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GgufFile gguf = new GgufFile(metadata, List.of(plans));
        gguf.writeTo(Channels.newChannel(out));
        assertEquals(gguf.bytes(), out.size());
        Files.write(file, out.toByteArray());
    }

    private static TensorPlan plan(String name, GgufType type, int rows, float[] values) {
        int columns = values.length / rows;
        return new TensorPlan(
                name,
                type,
                rows,
                columns,
                rows > 1,
                (from, to) -> Arrays.copyOfRange(values, from * columns, to * columns));
    }

    private void assertRefused(byte[] bytes, String named) throws IOException {
        Files.write(file, bytes);
        MalformedGgufException refusal =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(2),
                        () ->
                                assertThrows(
                                        MalformedGgufException.class, () -> GgufReader.open(file)));
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
    }

    private static void put(byte[] bytes, int at, int width, long value) {
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (width == 4) {
            view.putInt(at, (int) value);
        } else {
            view.putLong(at, value);
        }
    }

    /** A file by hand. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes header(long tensors, long pairs) {
            return u32(0x46554747).u32(3).u64(tensors).u64(pairs);
        }

        Bytes key(String key, int type) {
            return string(key).u32(type);
        }

        Bytes tensor(String name, int type, long offset, long... reversedShape) {
            string(name).u32(reversedShape.length);
            Arrays.stream(reversedShape).forEach(this::u64);
            return u32(type).u64(offset);
        }

        byte[] data(int bytes) {
            out.writeBytes(new byte[(32 - out.size() % 32) % 32 + bytes]);
            return toArray();
        }

        Bytes string(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            u64(utf8.length);
            out.writeBytes(utf8);
            return this;
        }

        Bytes u32(int value) {
            return raw(value, value >> 8, value >> 16, value >> 24);
        }

        Bytes u64(long value) {
            return u32((int) value).u32((int) (value >> 32));
        }

        Bytes raw(int... values) {
            for (int value : values) {
                out.write(value);
            }
            return this;
        }

        byte[] toArray() {
            return out.toByteArray();
        }

        void to(Path file) throws IOException {
            Files.write(file, toArray());
        }
    }
}
