package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages small valid files at random, from fixed seeds: each either reads or is refused as malformed, in
 * bounded memory. Cases of interest are kept by name beside the formats' own tests.
 */
class MutatedFilesTest {

    private static final int MUTATIONS = 2000;
    private static final long MOST_BYTES = 8 << 20;
    private static final long MOST_NANOS = 2_000_000_000L;

    /** Bytes that mean something to JSON or to a length. */
    private static final byte[] TELLING = {
        '{', '}', '[', ']', '"', ',', ':', '-', '9', '0', 'e', '.', '\\', 'n', 0, -1, 0x7f, -128
    };

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @BeforeEach
    void setUp() throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.qwen2(), 1)) {
            model.save(folder, WeightFormat.F32.withLargestShard(24_000));
        }
        new GenerationConfig(true, 0.7, 20, 0.9, 64, java.util.List.of(1, 2), 0).write(folder);
    }

    @Test
    void shouldReadOrRefuseEveryConfiguration() throws IOException {
        mutate("config.json", () -> DecoderConfig.read(folder));
    }

    @Test
    void shouldReadOrRefuseEveryGenerationConfig() throws IOException {
        mutate(GenerationConfig.FILE, () -> GenerationConfig.read(folder));
    }

    @Test
    void shouldReadOrRefuseEveryIndex() throws IOException {
        mutate("model.safetensors.index.json", this::load);
    }

    @Test
    void shouldReadOrRefuseEveryShard() throws IOException {
        try (var files = Files.list(folder)) {
            Path shard =
                    files.filter(file -> file.toString().endsWith(".safetensors"))
                            .min(Path::compareTo)
                            .orElseThrow();
            mutate(shard.getFileName().toString(), this::load);
        }
    }

    /** A reading of the damaged folder. */
    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    private void load() throws IOException {
        WeightLayout layout = WeightLayout.of(TinyModels.qwen2());
        ModelWeights.load(engine, layout, folder).close();
    }

    private void mutate(String name, Reading reading) throws IOException {
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Files.write(file, mutated(whole, new Random(seed)));
            refused += refuses(name + " of seed " + seed, reading) ? 1 : 0;
        }
        assertTrue(refused > MUTATIONS / 4, "only " + refused + " were refused");
    }

    private static boolean refuses(String what, Reading reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        boolean refused = false;
        try {
            reading.run();
        } catch (MalformedSafetensorsException | ModelFormatException | NoSuchFileException e) {
            refused = true;
        } catch (IOException | RuntimeException | Error e) {
            fail(what, e);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        assertTrue(allocated < MOST_BYTES, what + " took " + allocated + " bytes");
        long nanos = System.nanoTime() - start;
        assertTrue(nanos < MOST_NANOS, what + " took " + nanos + " ns");
        return refused;
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(3);
        // Text lies in front: most changes should meet it, not the weights behind it.
        int text = Math.min(bytes.length, 4096);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at % bytes.length] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at % bytes.length] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
                case 4 -> bytes = inserted(bytes, at % bytes.length, random);
                default -> {
                    if (bytes.length >= Long.BYTES) {
                        ByteBuffer.wrap(bytes)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(0, random.nextLong() >> random.nextInt(64));
                    }
                }
            }
        }
        return bytes;
    }

    /** A piece of the file again, or digits, at a place. */
    private static byte[] inserted(byte[] bytes, int at, Random random) {
        byte[] piece;
        if (random.nextBoolean()) {
            int from = random.nextInt(bytes.length);
            piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 40));
        } else {
            piece = new byte[1 + random.nextInt(20)];
            Arrays.fill(piece, TELLING[random.nextInt(TELLING.length)]);
        }
        byte[] result = Arrays.copyOf(bytes, bytes.length + piece.length);
        System.arraycopy(bytes, at, result, at + piece.length, bytes.length - at);
        System.arraycopy(piece, 0, result, at, piece.length);
        return result;
    }
}
