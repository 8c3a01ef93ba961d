package org.athanor.tokenizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.athanor.transformer.dataset.ContentHash;
import org.athanor.transformer.dataset.DocumentOrigin;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReporterTest {

    @TempDir Path folder;

    @Test
    void shouldSayLengthsDuplicatesAndSources() throws IOException {
        // Given: lengths 1, 3, 3, 9 and 5, of which two texts are the same
        try (var train = writer(folder, "train");
                var validation = writer(folder, "validation")) {
            append(train, 1, "a.txt", 11);
            append(train, 3, "a.txt", 12);
            append(train, 3, "b.txt", 12);
            append(train, 9, "b.txt", 13);
            append(validation, 5, "a.txt", 14);
        }

        // When
        DatasetReport report =
                new DatasetReporter(() -> {})
                        .report(
                                Map.of("form", "text", "trainBytes", 34, "validationBytes", 8),
                                folder);

        // Then
        assertEquals(5, report.documents());
        assertEquals(21, report.tokens());
        assertEquals(2, report.bytesPerToken(), 1e-9);
        assertEquals(1, report.duplicates());
        DatasetReport.Split train = report.splits().getFirst();
        assertEquals(1, train.shortest());
        assertEquals(3, train.median());
        assertEquals(9, train.longest());
        assertEquals(
                List.of(
                        new DatasetReport.LengthBucket(0, 2, 1),
                        new DatasetReport.LengthBucket(2, 4, 2),
                        new DatasetReport.LengthBucket(8, 16, 1)),
                train.lengths());
        assertEquals(
                List.of(
                        new DatasetReport.Source("b.txt", 2, 12),
                        new DatasetReport.Source("a.txt", 3, 9)),
                report.sources());
        assertTrue(new ReportPage().of(report).contains("b.txt"));
    }

    @Test
    void shouldCountDuplicatesAlikeInAnyNumberOfPasses() throws IOException {
        // Given: 1,000 documents of about 300 texts
        Random random = new Random(4);
        ContentHash[] hashes = new ContentHash[1000];
        Random texts = new Random(5);
        long[] known = texts.longs(300).toArray();
        for (int i = 0; i < hashes.length; i++) {
            long text = known[random.nextInt(known.length)];
            hashes[i] = new ContentHash(text, text * 31);
        }
        long distinct = List.of(hashes).stream().distinct().count();

        for (int inMemory : new int[] {7, 100, 1000, 5000}) {
            // When
            long duplicates = new Duplicates(inMemory).count(1000, i -> hashes[(int) i], () -> {});

            // Then
            assertEquals(1000 - distinct, duplicates, inMemory + " at once");
        }
    }

    private static TokenShardWriter writer(Path folder, String split) throws IOException {
        return TokenShardWriter.create(folder, split, ShardLayout.indexed(100, false));
    }

    private static void append(TokenShardWriter shard, int length, String source, long text)
            throws IOException {
        shard.append(
                new int[length],
                length,
                null,
                new DocumentOrigin(0, source, 0, new ContentHash(text, text)));
    }
}
