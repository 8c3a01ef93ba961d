package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusDocumentsTest {

    @TempDir Path folder;

    private CorpusDocuments corpus;
    private List<String> all;

    /** Lines from a few bytes to more than a buffer of the reader, of one to four bytes a character. */
    @BeforeEach
    void writeCorpus() throws IOException {
        ArtifactStore store = new DirectoryArtifactStore(folder, Clock.systemUTC());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        try (ArtifactDraft draft = store.draft(ArtifactKind.CORPUS)) {
            try (CorpusFile file = new CorpusFile(draft.file(CorpusDocuments.FILE_NAME))) {
                for (int i = 0; i < 60; i++) {
                    int length = i == 30 ? 100_000 : random.nextInt(1, 400);
                    file.write(
                            new CorpusDocument(
                                    new Document.Text("aé漢😀\n".repeat(length)),
                                    new Provenance("made/up.txt", 7L * i)));
                }
            }
            ArtifactId id =
                    store.publish(draft, List.of(), Map.of("form", "text", "documents", 60), null)
                            .id();
            corpus = new CorpusDocuments(store.open(id, ArtifactKind.CORPUS));
        }
        all = new ArrayList<>();
        corpus.forEachBatch(batch -> batch, (batch, count) -> collect(batch, all));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 4_096, 70_000, 1L << 40})
    void shouldGiveEveryDocumentOnceWhateverTheSizeOfARange(long bytes) throws IOException {
        // When
        List<String> found = new ArrayList<>();
        long end = 0;
        for (CorpusDocuments.Range range : corpus.ranges(bytes)) {
            assertEquals(end, range.offset());
            end += range.length();
            try (InputStream lines = corpus.lines(range)) {
                StoredLines.read(lines, (_, document) -> collect(List.of(document), found));
            }
        }

        // Then
        assertEquals(60, all.size());
        assertEquals(all, found);
    }

    @Test
    void shouldCutSeveralRangesOfAboutTheSizeAskedFor() throws IOException {
        List<CorpusDocuments.Range> ranges = corpus.ranges(20_000);

        assertTrue(ranges.size() > 5, ranges::toString);
        ranges.subList(0, ranges.size() - 1)
                .forEach(range -> assertTrue(range.length() >= 20_000, range::toString));
    }

    @Test
    void shouldSayWhereEachDocumentCameFrom() throws IOException {
        // When
        List<Provenance> found = new ArrayList<>();
        corpus.forEachBatch(
                batch -> batch,
                (batch, count) -> batch.forEach(document -> found.add(document.provenance())));

        // Then
        assertEquals(60, found.size());
        assertEquals(new Provenance("made/up.txt", 0), found.getFirst());
        assertEquals(new Provenance("made/up.txt", 413), found.getLast());
    }

    private static void collect(List<CorpusDocument> batch, List<String> into) {
        batch.forEach(document -> into.addAll(document.texts()));
    }
}
