package org.athanor.tokenizer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.dataset.TokenShard;

/** Measures a dataset: lengths, duplicates and sources, from its index, without reading a token. */
final class DatasetReporter {

    private static final List<String> SPLITS = List.of("train", "validation");
    private static final int HASHES_IN_MEMORY = 1 << 20;
    private static final int BUCKETS = Integer.SIZE;
    private static final int MOST_SOURCES = 100;
    private static final int MOST_COUNTED = 100_000;
    private static final int LOOK_EVERY = 1 << 16;
    private static final long[] NO_REFERENCES = {};

    private final Groups sources = new Groups(0, MOST_COUNTED, Tally::tokens);
    private final Runnable ensureActive;

    /** @param ensureActive called while working; what it throws ends the work */
    DatasetReporter(Runnable ensureActive) {
        this.ensureActive = ensureActive;
    }

    /**
     * @param figures the dataset's configuration
     * @param folder with its shards
     * @return a report that does not name its dataset yet
     */
    DatasetReport report(Map<String, Object> figures, Path folder) throws IOException {
        List<DatasetReport.Split> splits = new ArrayList<>();
        for (String name : SPLITS) {
            try (TokenShard shard = TokenShard.open(folder, name)) {
                splits.add(split(name, shard));
            }
        }
        long tokens = splits.stream().mapToLong(DatasetReport.Split::tokens).sum();
        long bytes =
                SPLITS.stream()
                        .mapToLong(name -> ((Number) figures.get(name + "Bytes")).longValue())
                        .sum();
        return new DatasetReport(
                "",
                String.valueOf(figures.get("form")),
                splits.stream().mapToLong(DatasetReport.Split::documents).sum(),
                tokens,
                bytes,
                tokens == 0 ? 0 : Math.round(1e4 * bytes / tokens) / 1e4,
                splits.stream().mapToLong(DatasetReport.Split::duplicates).sum(),
                splits,
                listedSources());
    }

    private DatasetReport.Split split(String name, TokenShard shard) throws IOException {
        long[] lengths = new long[BUCKETS];
        int shortest = Integer.MAX_VALUE;
        int longest = 0;
        for (long document = 0; document < shard.documents(); document++) {
            int length = shard.documentLength(document);
            lengths[bucket(length)]++;
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
            count(shard, document, length);
        }
        long duplicates =
                shard.indexed()
                        ? new Duplicates(HASHES_IN_MEMORY)
                                .count(
                                        shard.documents(),
                                        document -> shard.origin(document).hash(),
                                        ensureActive)
                        : 0;
        return new DatasetReport.Split(
                name,
                shard.documents(),
                shard.tokens(),
                duplicates,
                shard.documents() == 0 ? 0 : shortest,
                median(shard, lengths),
                longest,
                buckets(lengths));
    }

    private void count(TokenShard shard, long document, int length) throws IOException {
        if (document % LOOK_EVERY == 0) {
            ensureActive.run();
        }
        if (shard.indexed()) {
            sources.of(shard.origin(document).source()).add(0, 0, length, NO_REFERENCES);
        }
    }

    /** Doubling: bucket b holds lengths from 2^b to 2^(b+1) - 1, bucket 0 the empty ones too. */
    private static int bucket(int length) {
        return length == 0 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
    }

    private static List<DatasetReport.LengthBucket> buckets(long[] lengths) {
        List<DatasetReport.LengthBucket> buckets = new ArrayList<>();
        for (int b = 0; b < lengths.length; b++) {
            if (lengths[b] > 0) {
                buckets.add(
                        new DatasetReport.LengthBucket(
                                b == 0 ? 0 : 1L << b, 1L << (b + 1), lengths[b]));
            }
        }
        return buckets;
    }

    /** The length in the middle, counted out within its bucket. */
    private static int median(TokenShard shard, long[] lengths) {
        if (shard.documents() == 0) {
            return 0;
        }
        long before = 0;
        int bucket = 0;
        while (before + lengths[bucket] <= shard.documents() / 2) {
            before += lengths[bucket++];
        }
        int[] counts = new int[1 << Math.min(bucket + 1, 20)];
        int shift = Math.max(0, bucket + 1 - 20);
        for (long document = 0; document < shard.documents(); document++) {
            int length = shard.documentLength(document);
            if (bucket(length) == bucket) {
                counts[length >>> shift]++;
            }
        }
        int at = 0;
        while (before + counts[at] <= shard.documents() / 2) {
            before += counts[at++];
        }
        return at << shift;
    }

    private List<DatasetReport.Source> listedSources() {
        return sources.largest(MOST_SOURCES).entrySet().stream()
                .map(
                        source ->
                                new DatasetReport.Source(
                                        source.getKey(),
                                        source.getValue().documents(),
                                        source.getValue().tokens()))
                .toList();
    }
}
