package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are added to a corpus are compared with those that it has. */
class ExtendedCorpusTest {

    private static final ExactDuplicateParameters EXACT = new ExactDuplicateParameters(null);
    private static final NearDuplicateParameters NEAR =
            new NearDuplicateParameters(null, null, null, null);
    private static final CleaningParameters BOTH = parameters(EXACT, NEAR);
    private static final int DOCUMENTS = 700;
    private static final int NEW = 40;

    @TempDir Path folder;

    private final Random random = new Random(29);
    private final TestDocument.View view = new TestDocument.View();
    private List<String> parent;
    private List<String> added;

    @BeforeEach
    void makeTexts() {
        parent = texts(DOCUMENTS);
        added = texts(NEW);
    }

    @Test
    void shouldAddOnlyWhatTheParentDoesNotHave() throws IOException {
        // Given: all of the parent's documents again, between the new ones
        Extended extended = new Extended(List.of(part(parent, null)), null);
        List<String> child = new ArrayList<>(parent);
        child.addAll(added);
        Collections.shuffle(child, random);

        // When
        Result exact = clean(parameters(EXACT, null), extended, child, 2);
        Result near = clean(parameters(null, NEAR), extended, child, 3);

        // Then
        List<String> fresh = child.stream().filter(added::contains).toList();
        assertEquals(fresh, exact.texts());
        assertEquals(fresh, near.texts());
        assertEquals(DOCUMENTS, exact.report().path("parentDocuments").asInt());
        assertEquals(DOCUMENTS, exact.found("exactDuplicateOfParent"));
        assertEquals(0, exact.found("exactDuplicate"));
        assertEquals(DOCUMENTS, near.found("nearDuplicateOfParent"));
    }

    @Test
    void shouldFindTheSameWhateverTheThreadsThePartsAndTheFingerprints() throws IOException {
        // Given: copies and near copies of the parent's documents and of the child's own
        List<String> child = new ArrayList<>(added);
        for (int i = 0; i < 100; i++) {
            child.add(parent.get(random.nextInt(DOCUMENTS)));
            child.add(edited(parent.get(random.nextInt(DOCUMENTS))));
            child.add(edited(added.get(random.nextInt(NEW))));
        }
        Collections.shuffle(child, random);
        Path kept = folder.resolve("kept");
        Result ofOne = clean(BOTH, new Extended(List.of(), kept), parent, 2);
        assertEquals(parent, ofOne.texts());
        Path half = folder.resolve("half");
        clean(BOTH, new Extended(List.of(), half), parent.subList(0, 300), 1);

        // When
        Result computed = clean(BOTH, new Extended(List.of(part(parent, null)), null), child, 1);
        Result held = clean(BOTH, new Extended(List.of(part(parent, kept)), null), child, 4);
        Result parts =
                clean(
                        BOTH,
                        new Extended(
                                List.of(
                                        part(parent.subList(0, 300), half),
                                        part(List.of(), null),
                                        new Extended.Part(
                                                lines(parent.subList(300, DOCUMENTS), 300),
                                                null,
                                                null)),
                                null),
                        child,
                        3);

        // Then
        assertTrue(
                computed.found("exactDuplicateOfParent") > 50, computed.report()::toPrettyString);
        assertTrue(computed.found("nearDuplicateOfParent") > 50, computed.report()::toPrettyString);
        assertTrue(computed.found("nearDuplicate") > 20, computed.report()::toPrettyString);
        assertEquals(computed, held);
        assertEquals(computed, parts);
    }

    @Test
    void shouldKeepTheFingerprintsOfWhatStays() throws IOException {
        // Given
        List<String> withCopies = new ArrayList<>(parent);
        withCopies.addAll(parent.subList(0, 50));
        Collections.shuffle(withCopies, random);
        Path kept = folder.resolve("kept");
        Path computed = folder.resolve("computed");

        // When: of the documents that stay, and of the same read from their file
        Result cleaned = clean(BOTH, new Extended(List.of(), kept), withCopies, 2);
        Extended.Part part = new Extended.Part(lines(cleaned.texts(), 0), null, computed);
        clean(BOTH, new Extended(List.of(part), null), added, 3);

        // Then: a header of six longs, and two of the hash and 16 keys a document
        assertEquals(DOCUMENTS, cleaned.texts().size());
        assertEquals(8 * (6 + 18 * DOCUMENTS), Files.size(kept));
        assertArrayEquals(Files.readAllBytes(kept), Files.readAllBytes(computed));
    }

    @Test
    void shouldUseFingerprintsThatHoldWhatIsWantedOnly() throws IOException {
        // Given: fingerprints of other documents, by which it shows whether they were used
        Path wrong = folder.resolve("wrong");
        clean(BOTH, new Extended(List.of(), wrong), texts(DOCUMENTS), 2);
        Extended extended = new Extended(List.of(part(parent, wrong)), null);
        Extended short1 = new Extended(List.of(part(parent.subList(1, DOCUMENTS), wrong)), null);
        List<String> child = List.of(parent.get(7), added.get(3));

        // Then
        assertEquals(child, clean(BOTH, extended, child, 1).texts());
        assertEquals(child, clean(parameters(EXACT, null), extended, child, 1).texts());
        assertEquals(child, clean(parameters(null, NEAR), extended, child, 1).texts());
        List<String> fresh = List.of(added.get(3));
        assertEquals(fresh, clean(BOTH, short1, child, 1).texts());
        assertEquals(
                fresh,
                clean(parameters(new ExactDuplicateParameters(true), null), extended, child, 1)
                        .texts());
        assertEquals(
                fresh,
                clean(
                                parameters(
                                        null, new NearDuplicateParameters(0.7, null, null, null)),
                                extended,
                                child,
                                1)
                        .texts());
        Files.write(wrong, header(-1).array());
        assertEquals(fresh, clean(parameters(EXACT, null), extended, child, 1).texts());
        Files.write(wrong, new byte[7]);
        assertEquals(fresh, clean(BOTH, extended, child, 1).texts());
    }

    @Test
    void shouldLeaveTheParentsOwnRepeatsAloneAndNameThemInSamples() throws IOException {
        // Given: a parent of nothing but repeats
        String text = parent.getFirst();
        String edited = edited(text);
        Extended extended =
                new Extended(List.of(part(List.of(text, text, edited, text), null)), null);

        // When
        Result result =
                clean(
                        BOTH,
                        extended,
                        List.of(added.get(0), text.toUpperCase(Locale.ROOT), text, added.get(0)),
                        2);

        // Then
        assertEquals(List.of(added.get(0)), result.texts());
        JsonNode exact = result.report().path("steps").path(0);
        assertEquals(4, exact.path("documentsIn").asInt());
        assertEquals(2, exact.path("documentsRemoved").asInt());
        assertEquals(1, result.found("exactDuplicate"));
        assertEquals(1, result.found("exactDuplicateOfParent"));
        assertEquals(1, result.found("nearDuplicateOfParent"));
        JsonNode near = result.report().path("steps").path(1).path("samples").path(0);
        assertEquals("nearDuplicateOfParent", near.path("reason").asText());
        assertEquals(1, near.path("offset").asInt());
        assertEquals(0, near.path("repeats").path("offset").asInt());
        assertFalse(near.path("text").asText().isEmpty());
    }

    /** Of a file with hashes and so many bands, and room for a long a document. */
    private static ByteBuffer header(long bands) {
        return ByteBuffer.allocate(8 * (6 + DOCUMENTS))
                .putLong(0, FingerprintWriter.MAGIC)
                .putLong(8, 1)
                .putLong(32, bands);
    }

    private record Result(List<String> texts, JsonNode report) {
        int found(String reason) {
            return report.path("steps").findValues(reason).stream().mapToInt(JsonNode::asInt).sum();
        }
    }

    private Result clean(
            CleaningParameters parameters, Extended extended, List<String> texts, int threads)
            throws IOException {
        CleaningConfig config = new TestCleaningConfig(null, 1, 1 << 14);
        Cleaning cleaning = new Cleaning(config, new EvaluationSets(config), new LanguageGuess());
        Path work = Files.createTempDirectory(folder, "work");
        List<String> kept = new ArrayList<>();
        try (Cleaner<TestDocument> cleaner =
                cleaning.cleaner(
                        parameters,
                        view,
                        extended,
                        work,
                        document -> kept.add(document.text()),
                        () -> {},
                        threads)) {
            for (int i = 0; i < texts.size(); i++) {
                cleaner.accept(new TestDocument(i, texts.get(i)));
            }
            return new Result(kept, cleaner.finish().json());
        } finally {
            try (var left = Files.list(work)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    private Extended.Part part(List<String> texts, Path fingerprints) {
        return new Extended.Part(lines(texts, 0), fingerprints, null);
    }

    private Path lines(List<String> texts, int first) {
        try {
            Path file = Files.createTempFile(folder, "documents", ".lines");
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < texts.size(); i++) {
                byte[] written = view.write(new TestDocument(first + i, texts.get(i)));
                lines.append(new String(written, StandardCharsets.UTF_8)).append('\n');
            }
            return Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> texts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 60; word++) {
                text.append(word == 0 ? "w" : " w").append(random.nextInt(10_000));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /** Its last word is another: 55 of 57 runs of five words are the same. */
    private static String edited(String text) {
        return text + "x";
    }

    private static CleaningParameters parameters(
            ExactDuplicateParameters exact, NearDuplicateParameters near) {
        return new CleaningParameters(null, null, null, null, null, exact, near);
    }
}
