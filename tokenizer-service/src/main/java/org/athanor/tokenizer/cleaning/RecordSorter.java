package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts records of a few longs by the first of them (unsigned), stably: equal keys keep the order in
 * which they came. What does not fit into the buffer lies on disk in sorted runs, of which at most
 * {@link #FAN_IN} are merged at a time; so memory is the buffer, its like for sorting, and 64 KiB a
 * run, whatever the number of records. One thread.
 */
final class RecordSorter implements Closeable {

    static final int FAN_IN = 64;

    private static final int FIRST_RECORDS = 1 << 10;

    private final Path folder;
    private final String name;
    private final int width;
    private final int capacity;
    private long[] buffer;
    private long[] scratch = new long[0];
    private int filled;
    private final List<Path> runs = new ArrayList<>();
    private int runsMade;

    /**
     * @param name of its files in {@code folder}
     * @param width longs a record
     * @param memoryBytes of the buffer and its like for sorting together
     */
    RecordSorter(Path folder, String name, int width, long memoryBytes) {
        this.folder = folder;
        this.name = name;
        this.width = width;
        long records = Math.clamp(memoryBytes / (2L * Long.BYTES * width), 2, 1 << 26);
        this.capacity = Math.toIntExact(records * width);
        this.buffer = new long[Math.min(capacity, FIRST_RECORDS * width)];
    }

    void add(long key, long value) throws IOException {
        makeRoom();
        buffer[filled++] = key;
        buffer[filled++] = value;
    }

    void add(long key, long first, long second) throws IOException {
        add(key, first);
        buffer[filled++] = second;
    }

    /** How many runs lie on disk. */
    int runs() {
        return runs.size();
    }

    /** All records in their order. Nothing can be added any more. */
    SortedRecords sorted() throws IOException {
        sortBuffer();
        if (runs.isEmpty()) {
            return SortedRecords.of(buffer, filled, width);
        }
        spill();
        buffer = new long[0];
        scratch = buffer;
        while (runs.size() > FAN_IN) {
            mergeOnce();
        }
        return SortedRecords.of(runs, width);
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        runs.clear();
    }

    private void makeRoom() throws IOException {
        if (filled < buffer.length) {
            return;
        }
        if (filled < capacity) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(capacity, 2L * filled));
        } else {
            sortBuffer();
            spill();
        }
    }

    private void spill() throws IOException {
        try (LongWriter out = new LongWriter(newRun(runs.size()))) {
            out.write(buffer, filled);
        }
        filled = 0;
    }

    private Path newRun(int position) {
        Path run = folder.resolve(name + "-" + runsMade++ + ".run");
        runs.add(position, run);
        return run;
    }

    /** Neighbours become one run in their place, so that equal keys keep their order. */
    private void mergeOnce() throws IOException {
        for (int at = 0; at < runs.size(); at++) {
            List<Path> some = List.copyOf(runs.subList(at, Math.min(runs.size(), at + FAN_IN)));
            runs.subList(at, at + some.size()).clear();
            try (LongWriter out = new LongWriter(newRun(at));
                    SortedRecords records = SortedRecords.of(some, width)) {
                while (records.next()) {
                    for (int i = 0; i < width; i++) {
                        out.write(records.get(i));
                    }
                }
            }
            for (Path run : some) {
                Files.delete(run);
            }
        }
    }

    /** Least significant byte first, passing over the bytes that are the same everywhere. */
    private void sortBuffer() {
        int[][] counts = new int[8][256];
        for (int at = 0; at < filled; at += width) {
            for (int digit = 0; digit < 8; digit++) {
                counts[digit][(int) (buffer[at] >>> (8 * digit)) & 0xFF]++;
            }
        }
        if (scratch.length < filled) {
            scratch = new long[buffer.length];
        }
        long[] from = buffer;
        long[] to = scratch;
        for (int digit = 0; digit < 8; digit++) {
            if (!allTheSame(counts[digit], filled / width)) {
                pass(from, to, counts[digit], 8 * digit);
                long[] swap = from;
                from = to;
                to = swap;
            }
        }
        if (from != buffer) {
            System.arraycopy(from, 0, buffer, 0, filled);
        }
    }

    private static boolean allTheSame(int[] counts, int records) {
        for (int count : counts) {
            if (count != 0) {
                return count == records;
            }
        }
        return true;
    }

    private void pass(long[] from, long[] to, int[] counts, int shift) {
        int[] next = new int[256];
        for (int value = 1; value < 256; value++) {
            next[value] = next[value - 1] + counts[value - 1] * width;
        }
        for (int at = 0; at < filled; at += width) {
            int value = (int) (from[at] >>> shift) & 0xFF;
            int target = next[value];
            next[value] += width;
            for (int i = 0; i < width; i++) {
                to[target + i] = from[at + i];
            }
        }
    }
}
