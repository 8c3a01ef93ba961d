package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds documents whose hash an earlier one has: sorts (hash, number) and looks for neighbours.
 * Memory: that of one sort, and a bit for every document found. One thread.
 */
final class ExactDuplicates implements Closeable {

    private static final int BETWEEN_CHECKS = 1 << 16;

    private final RecordSorter hashes;

    ExactDuplicates(Path folder, long memoryBytes) {
        hashes = new RecordSorter(folder, "hashes", 3, memoryBytes);
    }

    /**
     * Numbers must ascend.
     *
     * @param high first half of the content's hash
     * @param low second half
     */
    void add(long high, long low, long number) throws IOException {
        hashes.add(high, low, number);
    }

    /** Tells of every repeat and its first, in the hashes' order. */
    void find(RepeatSink repeats, Runnable stillWanted) throws IOException {
        // Of the documents with the same first half of the hash: the first of each second half.
        Map<Long, Long> firsts = new HashMap<>();
        long high = 0;
        long seen = 0;
        try (SortedRecords sorted = hashes.sorted()) {
            while (sorted.next()) {
                if (seen++ % BETWEEN_CHECKS == 0) {
                    stillWanted.run();
                }
                if (sorted.key() != high) {
                    firsts.clear();
                    high = sorted.key();
                }
                Long first = firsts.putIfAbsent(sorted.get(1), sorted.get(2));
                if (first != null) {
                    repeats.accept(sorted.get(2), first);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        hashes.close();
    }
}
