package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.athanor.kit.problem.AthanorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {

    private static final ExactDuplicateParameters EXACT = new ExactDuplicateParameters(null);
    private static final NearDuplicateParameters NEAR =
            new NearDuplicateParameters(null, null, null, null);

    @TempDir Path folder;

    private final List<TestDocument> kept = new ArrayList<>();

    @Test
    void shouldKeepTheFirstOfEqualDocuments() throws IOException {
        // When
        JsonNode report =
                clean(
                        parameters(null, null, null, EXACT, null),
                        "one",
                        "two",
                        " two\n",
                        "One",
                        "two  words",
                        "one",
                        "two\twords");

        // Then
        assertEquals(List.of(0L, 1L, 3L, 4L), offsets());
        assertEquals(7, report.path("documentsIn").asLong());
        assertEquals(4, report.path("documentsOut").asLong());
        JsonNode step = report.path("steps").path(0);
        assertEquals("exactDuplicates", step.path("step").asText());
        assertEquals(3, step.path("documentsRemoved").asLong());
        assertEquals("two\n".length() + 1 + 3 + 9, step.path("bytesRemoved").asLong());
        assertEquals(3, step.path("found").path("exactDuplicate").asLong());
        for (JsonNode sample : step.path("samples")) {
            long first = sample.path("repeats").path("offset").asLong();
            assertTrue(first < sample.path("offset").asLong());
            assertTrue(offsets().contains(first));
        }
    }

    @Test
    void shouldIgnoreCaseWhenAsked() throws IOException {
        // When
        clean(
                parameters(null, null, null, new ExactDuplicateParameters(true), null),
                "Ä",
                "ä",
                "a");

        // Then
        assertEquals(List.of(0L, 2L), offsets());
    }

    @Test
    void shouldRemoveWhatIsMuchLikeAnEarlierDocument() throws IOException {
        // Given: of 100 words one is changed (5 of 96 runs are others, Jaccard 91/101), then five
        String text = words(0, 100);

        // When
        JsonNode report =
                clean(
                        parameters(null, null, null, null, NEAR),
                        text,
                        words(500, 600),
                        text.replace("w1050", "other"),
                        text.replaceAll("w10[13579]5", "other"),
                        text.toUpperCase(java.util.Locale.ROOT));

        // Then: five changed words leave 71 of 121 runs
        assertEquals(List.of(0L, 1L, 3L), offsets());
        JsonNode sample = report.path("steps").path(0).path("samples").path(0);
        assertEquals("nearDuplicate", sample.path("reason").asText());
        assertEquals(2, sample.path("offset").asLong());
        assertEquals(0, sample.path("repeats").path("offset").asLong());
    }

    @Test
    void shouldKeepWhatIsLikeARemovedDocumentOnly() throws IOException {
        // Given: a chain in which each is like the one before it (85 of 100 runs), not like the
        // first (70 of 115)
        String first = words(0, 104);
        String second = words(8, 112);
        String third = words(16, 120);

        // When
        clean(parameters(null, null, null, null, NEAR), first, second, third);

        // Then
        assertEquals(List.of(0L, 2L), offsets());
    }

    @Test
    void shouldCountEveryStepInItsOrder() throws IOException {
        // Given
        CleaningParameters parameters =
                parameters(
                        new RepairParameters(null),
                        new QualityParameters(
                                2, null, null, null, null, null, null, null, null, null, null, null,
                                null, null, null),
                        new PersonalDataParameters(null, null),
                        EXACT,
                        null);

        // When
        JsonNode report =
                clean(
                        parameters,
                        "write to a@example.org",
                        "short",
                        "write\r\nto b@example.org",
                        "\u0001\u0002",
                        "plain text stays");

        // Then: redaction made two documents equal
        assertEquals(
                List.of(
                        new TestDocument(0, "write to <EMAIL>"),
                        new TestDocument(4, "plain text stays")),
                kept);
        List<String> counts = new ArrayList<>();
        for (JsonNode step : report.path("steps")) {
            counts.add(
                    "%s %d in %d removed %d changed %d out"
                            .formatted(
                                    step.path("step").asText(),
                                    step.path("documentsIn").asLong(),
                                    step.path("documentsRemoved").asLong(),
                                    step.path("documentsChanged").asLong(),
                                    step.path("bytesOut").asLong()));
        }
        assertEquals(
                List.of(
                        "repair 5 in 1 removed 1 changed 65 out",
                        "quality 4 in 1 removed 0 changed 60 out",
                        "personalData 3 in 0 removed 2 changed 48 out",
                        "exactDuplicates 3 in 1 removed 0 changed 32 out"),
                counts);
        assertFalse(report.toString().contains("@example.org"), report::toPrettyString);
    }

    @Test
    void shouldStopWhenItIsNotWantedAnyMore() throws IOException {
        // Given
        Cleaning cleaning = cleaning();
        CleaningParameters parameters = parameters(null, null, null, EXACT, null);
        Runnable cancelled =
                () -> {
                    throw new CancellationException("cancelled");
                };

        // When
        try (Cleaner<TestDocument> cleaner =
                cleaning.cleaner(
                        parameters,
                        new TestDocument.View(),
                        Extended.nothing(),
                        folder,
                        kept::add,
                        cancelled,
                        2)) {
            cleaner.accept(new TestDocument(0, "text"));

            // Then
            assertThrows(CancellationException.class, cleaner::finish);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        // Then
        assertTrue(
                refused(
                                new CleaningParameters(
                                        null,
                                        new LanguageParameters(List.of("xx"), null, null),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))
                        .startsWith("language 'xx' is not known, only [af, "));
        assertEquals(
                "phone region 'Utopia' is not known: give a country of ISO 3166, such as US",
                refused(
                        parameters(
                                null,
                                null,
                                new PersonalDataParameters(null, List.of("US", "Utopia")),
                                null,
                                null)));
        assertTrue(
                refused(
                                new CleaningParameters(
                                        null,
                                        null,
                                        null,
                                        new DecontaminationParameters(List.of("quiz"), null, null),
                                        null,
                                        null,
                                        null))
                        .startsWith("there is no evaluation set 'quiz', only []"));
    }

    private String refused(CleaningParameters parameters) {
        return assertThrows(AthanorException.class, () -> cleaning().validate(parameters))
                .getMessage();
    }

    private JsonNode clean(CleaningParameters parameters, String... texts) throws IOException {
        try (Cleaner<TestDocument> cleaner =
                cleaning()
                        .cleaner(
                                parameters,
                                new TestDocument.View(),
                                Extended.nothing(),
                                folder,
                                kept::add,
                                () -> {},
                                2)) {
            for (int i = 0; i < texts.length; i++) {
                cleaner.accept(new TestDocument(i, texts[i]));
            }
            return cleaner.finish().json();
        }
    }

    private static Cleaning cleaning() {
        CleaningConfig config = new TestCleaningConfig(null, 1 << 20, 1 << 16);
        return new Cleaning(config, new EvaluationSets(config), new LanguageGuess());
    }

    private static CleaningParameters parameters(
            RepairParameters repair,
            QualityParameters quality,
            PersonalDataParameters personalData,
            ExactDuplicateParameters exact,
            NearDuplicateParameters near) {
        return new CleaningParameters(repair, null, quality, null, personalData, exact, near);
    }

    private List<Long> offsets() {
        return kept.stream().map(TestDocument::offset).toList();
    }

    private static String words(int from, int to) {
        StringBuilder words = new StringBuilder();
        for (int i = from; i < to; i++) {
            words.append(i == from ? "w" : " w").append(1000 + i);
        }
        return words.toString();
    }
}
