package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIndexTest {

    private static final int VOCABULARY = 70_000;
    private static final ContentHash HASH = new ContentHash(1, 2);

    @TempDir Path folder;

    /** A document with everything that belongs to it. */
    private record Sample(int[] ids, boolean[] mask, DocumentOrigin origin) {}

    @Test
    void shouldKeepWhereEachDocumentCameFrom() throws IOException {
        // Given: the largest numbers and a hash whose halves have their top bits
        DocumentOrigin first = new DocumentOrigin(0, "a.txt", 0, HASH);
        DocumentOrigin last =
                new DocumentOrigin(
                        (1L << 48) - 1, "ordner/ß.txt", (1L << 48) - 1, new ContentHash(-1, -2));

        // When
        try (var writer = TokenShardWriter.create(folder, "train", ShardLayout.indexed(9, false))) {
            writer.append(new int[] {1, 2, 99}, 2, null, first);
            writer.append(new int[] {3}, 1, null, last);
        }

        // Then
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            assertTrue(shard.indexed());
            assertEquals(first, shard.origin(0));
            assertEquals(last, shard.origin(1));
            assertArrayEquals(new int[] {1, 2}, shard.document(0));
            assertEquals(0, shard.documentAt(1));
            assertEquals(1, shard.documentAt(2));
            assertThrows(IndexOutOfBoundsException.class, () -> shard.documentAt(3));
            assertThrows(IndexOutOfBoundsException.class, () -> shard.origin(2));
        }
        assertEquals(32 + 2 * 32, Files.size(folder.resolve("train.index")));
    }

    @Test
    void shouldBeginAHashAsTheSha256DoesThatItIsCutFrom() {
        // Given
        byte[] sha256 = new byte[32];
        for (int i = 0; i < 32; i++) {
            sha256[i] = (byte) (0xF0 + i);
        }

        // Then
        assertEquals("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", ContentHash.ofSha256(sha256).toString());
    }

    @Test
    void shouldOpenASplitWithoutIndexAndSayThatItHasNone() throws IOException {
        // Given
        try (var writer = TokenShardWriter.create(folder, "train", 9, false)) {
            writer.append(new int[] {1});
        }

        // Then
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            assertFalse(shard.indexed());
            assertThrows(IllegalStateException.class, () -> shard.origin(0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 40, 400, 4_000, Long.MAX_VALUE})
    void shouldReadManyShardsAsOneSplit(long shardBytes) throws IOException {
        // Given: documents of 0 to 19 tokens of four bytes
        List<Sample> samples = samples(200, 7);
        write(folder, samples, shardBytes);

        // Then
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            assertSame(samples, shard);
        }
    }

    @Test
    void shouldWriteTheSameBytesHoweverThePiecesWereCut() throws IOException {
        // Given
        List<Sample> samples = samples(300, 11);
        Path whole = Files.createDirectory(folder.resolve("whole"));
        write(whole, samples, 400);
        Random random = new Random(3);

        for (int trial = 0; trial < 5; trial++) {
            // When: joined from pieces that are in shards themselves
            Path joined = Files.createDirectory(folder.resolve("joined" + trial));
            try (var writer = TokenShardWriter.create(joined, "train", layout(400))) {
                for (int from = 0; from < samples.size(); ) {
                    int to = Math.min(samples.size(), from + 1 + random.nextInt(90));
                    Path piece = Files.createDirectory(folder.resolve(trial + "-" + from));
                    write(piece, samples.subList(from, to), 1 + random.nextInt(500));
                    try (TokenShard part = TokenShard.open(piece, "train")) {
                        writer.append(part, 0, part.documents());
                    }
                    from = to;
                }
            }

            // Then
            assertEquals(contents(whole), contents(joined));
        }
    }

    @Test
    void shouldTakeSomeDocumentsOfAnotherSplit() throws IOException {
        // Given
        List<Sample> samples = samples(100, 5);
        Path from = Files.createDirectory(folder.resolve("from"));
        write(from, samples, 300);

        // When
        try (var writer = TokenShardWriter.create(folder, "train", layout(Long.MAX_VALUE));
                TokenShard other = TokenShard.open(from, "train")) {
            writer.append(other, 13, 77);
            assertEquals(64, writer.documents());
            assertThrows(IndexOutOfBoundsException.class, () -> writer.append(other, 5, 101));
        }

        // Then
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            assertSame(samples.subList(13, 77), shard);
        }
    }

    @Test
    void shouldForgetSourcesThatLieFarBackAndFindThemAgain() throws IOException {
        // Given: more names than the window holds, then the first one once more
        String padding = "x".repeat(60_000);
        int names = SourceTableWriter.WINDOW_BYTES / padding.length() + 10;
        List<Long> places = new ArrayList<>();
        try (var table = new SourceTableWriter(folder, "train")) {
            for (int i = 0; i < names; i++) {
                places.add(table.add(i + padding));
            }

            // Then
            assertEquals(places.getLast(), table.add((names - 1) + padding));
            assertTrue(table.add("0" + padding) > places.getLast());
            assertThrows(IllegalArgumentException.class, () -> table.add("y".repeat(65_537)));
        }
    }

    @Test
    void shouldMissAShardThatIsGone() throws IOException {
        // Given
        write(folder, samples(50, 1), 100);
        long shards;
        try (Stream<Path> files = Files.list(folder)) {
            shards = files.filter(file -> file.toString().endsWith(".tokens")).count();
        }
        String last = "train-%05d".formatted(shards - 1);
        for (ShardFile kind : ShardFile.values()) {
            Files.delete(kind.in(folder, last));
        }

        // When
        IOException refused =
                assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));

        // Then
        assertTrue(refused.getMessage().contains(last + ".tokens"), refused.getMessage());
    }

    @Test
    void shouldNotBelieveAnIndexThatLies() throws IOException {
        // Given
        write(folder, samples(3, 1), Long.MAX_VALUE);
        byte[] index = Files.readAllBytes(folder.resolve("train.index"));
        byte[] sources = Files.readAllBytes(folder.resolve("train.sources"));

        // When: the first document's source stands at byte 2^31 and more
        byte[] far = index.clone();
        far[32 + 17] = (byte) 0xFF;
        Files.write(folder.resolve("train.index"), far);
        IOException outside = refusal();
        Files.write(folder.resolve("train.index"), index);

        // When: a name of 2 GB
        byte[] longName = sources.clone();
        longName[32 + 3] = 0x7F;
        Files.write(folder.resolve("train.sources"), longName);
        IOException tooLong = refusal();
        Files.write(folder.resolve("train.sources"), sources);

        // When: a document too few
        byte[] few = Arrays.copyOf(index, index.length - 32);
        few[16]--;
        Files.write(folder.resolve("train.index"), few);
        IOException tooFew =
                assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));

        // Then
        assertTrue(outside.getMessage().startsWith("train.sources has no name at"));
        assertTrue(tooLong.getMessage().startsWith("train.sources has no name at its byte 0"));
        assertTrue(tooFew.getMessage().startsWith("train.index has 2 of 3 documents"));
    }

    private IOException refusal() throws IOException {
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            return assertThrows(IOException.class, () -> shard.origin(0));
        }
    }

    private static ShardLayout layout(long shardBytes) {
        return ShardLayout.indexed(VOCABULARY, true).inShardsOf(shardBytes);
    }

    private static void write(Path folder, List<Sample> samples, long shardBytes)
            throws IOException {
        try (var writer = TokenShardWriter.create(folder, "train", layout(shardBytes))) {
            for (Sample sample : samples) {
                writer.append(sample.ids(), sample.ids().length, sample.mask(), sample.origin());
            }
        }
    }

    private static List<Sample> samples(int count, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = random.ints(random.nextInt(20), 0, VOCABULARY).toArray();
            boolean[] mask = new boolean[ids.length];
            for (int at = 0; at < mask.length; at++) {
                mask[at] = random.nextBoolean();
            }
            DocumentOrigin origin =
                    new DocumentOrigin(
                            2L * i,
                            "source " + random.nextInt(5),
                            random.nextInt(1_000_000),
                            new ContentHash(random.nextLong(), random.nextLong()));
            samples.add(new Sample(ids, mask, origin));
        }
        return samples;
    }

    private static void assertSame(List<Sample> samples, TokenShard shard) throws IOException {
        assertEquals(samples.size(), shard.documents());
        long start = 0;
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            assertEquals(start, shard.documentStart(i));
            assertArrayEquals(sample.ids(), shard.document(i));
            assertArrayEquals(sample.mask(), shard.lossMask(i));
            assertEquals(sample.origin(), shard.origin(i));
            for (int at = 0; at < sample.ids().length; at++) {
                assertEquals(i, shard.documentAt(start + at));
                all.add(sample.ids()[at]);
            }
            start += sample.ids().length;
        }
        assertEquals(start, shard.tokens());
        int[] ids = all.stream().mapToInt(Integer::intValue).toArray();
        assertArrayEquals(ids, shard.slice(0, ids.length));
        assertArrayEquals(
                Arrays.copyOfRange(ids, 20, ids.length - 7), shard.slice(20, ids.length - 27));
    }

    private static Map<String, List<Byte>> contents(Path folder) throws IOException {
        Map<String, List<Byte>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte each : Files.readAllBytes(file)) {
                    bytes.add(each);
                }
                contents.put(file.getFileName().toString(), bytes);
            }
        }
        return contents;
    }
}
