package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages a valid file at random, from fixed seeds, and reads it in bounded memory and time. */
public final class Mutations {

    private static final int COUNT = 2000;
    private static final long MOST_NANOS = 2_000_000_000L;

    /** Text lies in front: changes should meet it, not the weights behind it. */
    private static final int FRONT = 4096;

    /** Bytes that mean something to JSON or to a length. */
    private static final byte[] TELLING = {
        '{', '}', '[', ']', '"', ',', ':', '-', '9', '0', 'e', '.', '\\', 'n', 0, -1, 0x7f, -128
    };

    private Mutations() {}

    /** A reading of the damaged file. */
    @FunctionalInterface
    public interface Reading {
        void run() throws IOException;
    }

    /**
     * Fails the test unless each damaged file reads or is refused.
     *
     * @param mostBytes of Java's heap that one reading may take
     * @param refusals what a refusal throws; anything else is a fault of the reader
     */
    @SafeVarargs
    public static void readOrRefuse(
            Path file, Reading reading, long mostBytes, Class<? extends IOException>... refusals)
            throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int seed = 0; seed < COUNT; seed++) {
            Files.write(file, mutated(whole, new Random(seed)));
            String what = file.getFileName() + " of seed " + seed;
            refused += refuses(what, reading, mostBytes, List.of(refusals)) ? 1 : 0;
        }
        Files.write(file, whole);
        assertTrue(refused > COUNT / 4, "only " + refused + " were refused");
    }

    private static boolean refuses(
            String what,
            Reading reading,
            long mostBytes,
            List<Class<? extends IOException>> refusals) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        boolean refused = false;
        try {
            reading.run();
        } catch (IOException | RuntimeException | Error e) {
            if (!refusals.contains(e.getClass())) {
                fail(what, e);
            }
            refused = true;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        assertTrue(allocated < mostBytes, what + " took " + allocated + " bytes");
        long nanos = System.nanoTime() - start;
        assertTrue(nanos < MOST_NANOS, what + " took " + nanos + " ns");
        return refused;
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(3);
        int text = Math.min(bytes.length, FRONT);
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
