package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.athanor.tokenizer.work.OrderedWork;

/**
 * Finds documents that are much like an earlier one that stays. Documents that share a key of a band
 * are candidates; every candidate is verified by the Jaccard index itself, so none is removed by
 * chance. Keys and candidates are sorted on disk: memory is that of two sorts, whatever the number of
 * documents, and a bit for every document found.
 *
 * <p>Of the documents with one key, each is compared with the {@value #LEADERS} first: a million
 * copies of a page cost a million comparisons and not their square. A document is compared with its
 * candidates in the order of their numbers until one is like it; one that was removed itself does
 * not count, so that what stands for a removed document stays.
 */
final class NearDuplicates implements Closeable {

    static final int LEADERS = 8;

    private static final int BATCH = 64;
    private static final int BETWEEN_CHECKS = 1 << 16;

    /** Reads a document's runs of words, see {@link Similarity}. Any thread. */
    interface Shingles {
        long[] of(long number) throws IOException;
    }

    private final RecordSorter keys;
    private final RecordSorter pairs;
    private final double threshold;
    private final long present;
    private final int threads;

    /** @param present how many of the first documents stay whatever they are like */
    NearDuplicates(Path folder, long memoryBytes, double threshold, long present, int threads) {
        this.keys = new RecordSorter(folder, "bands", 2, memoryBytes);
        this.pairs = new RecordSorter(folder, "pairs", 2, memoryBytes);
        this.threshold = threshold;
        this.present = present;
        this.threads = threads;
    }

    /**
     * Numbers must ascend.
     *
     * @param fingerprint keys of the document's bands from index {@code from} on; 0 of one without words
     */
    void add(long[] fingerprint, int from, long number) throws IOException {
        for (int i = from; i < fingerprint.length; i++) {
            if (fingerprint[i] != 0) {
                keys.add(fingerprint[i], number);
            }
        }
    }

    /**
     * Tells of every repeat and the earlier document that it is like, in the order of their numbers.
     *
     * @param gone documents that count no more
     * @param near takes the numbers of those found
     */
    void find(Shingles shingles, Marks gone, Marks near, RepeatSink repeats, Runnable stillWanted)
            throws IOException {
        pairUp(gone, stillWanted);
        Verifier verifier = new Verifier(shingles, threshold);
        try (OrderedWork<List<Candidates>, List<Candidates>> work =
                new OrderedWork<>(
                        threads,
                        batch -> verifier.firstAlike(batch),
                        batch -> {
                            stillWanted.run();
                            for (Candidates candidates : batch) {
                                settle(candidates, verifier, near, repeats);
                            }
                        })) {
            submitAll(work);
        }
    }

    @Override
    public void close() throws IOException {
        keys.close();
        pairs.close();
    }

    private void pairUp(Marks gone, Runnable stillWanted) throws IOException {
        long[] leaders = new long[LEADERS];
        int leading = 0;
        long key = 0;
        long seen = 0;
        try (SortedRecords sorted = keys.sorted()) {
            while (sorted.next()) {
                if (seen++ % BETWEEN_CHECKS == 0) {
                    stillWanted.run();
                }
                long number = sorted.get(1);
                if (gone.contains(number)) {
                    continue;
                }
                if (sorted.key() != key) {
                    key = sorted.key();
                    leading = 0;
                }
                for (int i = 0; i < leading && number >= present; i++) {
                    pairs.add(number, leaders[i]);
                }
                if (leading < LEADERS) {
                    leaders[leading++] = number;
                }
            }
        }
    }

    private void submitAll(OrderedWork<List<Candidates>, List<Candidates>> work)
            throws IOException {
        List<Candidates> batch = new ArrayList<>(BATCH);
        try (SortedRecords sorted = pairs.sorted()) {
            boolean more = sorted.next();
            while (more) {
                long number = sorted.key();
                SortedSet<Long> earlier = new TreeSet<>();
                while (more && sorted.key() == number) {
                    earlier.add(sorted.get(1));
                    more = sorted.next();
                }
                batch.add(new Candidates(number, List.copyOf(earlier), -1));
                if (batch.size() == BATCH) {
                    work.submit(batch);
                    batch = new ArrayList<>(BATCH);
                }
            }
        }
        work.submit(batch);
        work.drain();
    }

    /** Decides about a document once all before it are decided. */
    private static void settle(
            Candidates candidates, Verifier verifier, Marks near, RepeatSink repeats)
            throws IOException {
        Candidates now = candidates;
        while (now.alike() >= 0 && near.contains(now.earlier().get(now.alike()))) {
            now = verifier.nextAlike(now);
        }
        if (now.alike() >= 0) {
            near.add(now.number());
            repeats.accept(now.number(), now.earlier().get(now.alike()));
        }
    }

    /**
     * A document and those that it may be like.
     *
     * @param earlier ascending
     * @param alike index of the first that it is like, as far as is known; -1 when there is none
     */
    private record Candidates(long number, List<Long> earlier, int alike) {}

    private record Verifier(Shingles shingles, double threshold) {

        List<Candidates> firstAlike(List<Candidates> batch) throws IOException {
            List<Candidates> verified = new ArrayList<>(batch.size());
            for (Candidates candidates : batch) {
                verified.add(nextAlike(candidates));
            }
            return verified;
        }

        Candidates nextAlike(Candidates candidates) throws IOException {
            long[] own = shingles.of(candidates.number());
            List<Long> earlier = candidates.earlier();
            for (int i = candidates.alike() + 1; i < earlier.size(); i++) {
                if (Similarity.jaccard(own, shingles.of(earlier.get(i))) >= threshold) {
                    return new Candidates(candidates.number(), earlier, i);
                }
            }
            return new Candidates(candidates.number(), earlier, -1);
        }
    }
}
