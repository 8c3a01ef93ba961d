package org.athanor.transformer.tokenizer.training;

import java.nio.file.Path;
import java.util.Objects;
import org.athanor.transformer.tokenizer.SplitPattern;

/**
 * How a vocabulary is learnt. The merges depend on the first three alone; the others say what the
 * training may take.
 *
 * @param pattern how texts are cut into the pieces that merges never cross
 * @param minimumCount how often a pair must occur to be merged, at least 1
 * @param maximumTokenBytes no longer token is made, at least 2
 * @param threads that {@link BpeTraining#addAll} counts on
 * @param memoryBytes what counting and learning may hold, on the heap and beside it, at least 8 MiB;
 *     what goes beyond it lies in files. A document and a piece of it come on top.
 * @param folder where those files may lie, an existing one
 */
public record BpeOptions(
        SplitPattern pattern,
        long minimumCount,
        int maximumTokenBytes,
        int threads,
        long memoryBytes,
        Path folder) {

    /** A pair that occurs once teaches nothing about other text. */
    public static final long MINIMUM_COUNT = 2;

    /** Tokens of any length. */
    public static final int ANY_LENGTH = Integer.MAX_VALUE;

    /** The least memory that training works in. */
    public static final long LEAST_MEMORY = 8L << 20;

    public BpeOptions {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(folder, "folder");
        requireAtLeast("minimumCount", minimumCount, 1);
        requireAtLeast("maximumTokenBytes", maximumTokenBytes, 2);
        requireAtLeast("threads", threads, 1);
        requireAtLeast("memoryBytes", memoryBytes, LEAST_MEMORY);
    }

    /** GPT-2's pieces, merges of what occurs twice, all processors, 1 GiB. */
    public static BpeOptions standard(Path folder) {
        return new BpeOptions(
                SplitPattern.GPT2,
                MINIMUM_COUNT,
                ANY_LENGTH,
                Runtime.getRuntime().availableProcessors(),
                1L << 30,
                folder);
    }

    public BpeOptions withPattern(SplitPattern other) {
        return new BpeOptions(other, minimumCount, maximumTokenBytes, threads, memoryBytes, folder);
    }

    public BpeOptions withMinimumCount(long count) {
        return new BpeOptions(pattern, count, maximumTokenBytes, threads, memoryBytes, folder);
    }

    public BpeOptions withMaximumTokenBytes(int bytes) {
        return new BpeOptions(pattern, minimumCount, bytes, threads, memoryBytes, folder);
    }

    public BpeOptions withThreads(int number) {
        return new BpeOptions(
                pattern, minimumCount, maximumTokenBytes, number, memoryBytes, folder);
    }

    public BpeOptions withMemoryBytes(long bytes) {
        return new BpeOptions(pattern, minimumCount, maximumTokenBytes, threads, bytes, folder);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be >= " + least + ", was " + value);
        }
    }
}
