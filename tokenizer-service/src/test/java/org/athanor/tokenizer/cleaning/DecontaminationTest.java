package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.cleaning.DecontaminationParameters.Action;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecontaminationTest {

    private static final String QUESTION =
            "Which of these four planets of our sun has the shortest year of them all?";

    @TempDir Path folder;

    @BeforeEach
    void writeSets() throws IOException {
        Files.writeString(
                folder.resolve("quiz.jsonl"),
                "{\"query\": \"%s\", \"choices\": [\"Mercury\", \"because it is nearest to the sun of all\"]}\n\n"
                        .formatted(QUESTION));
        try (GZIPOutputStream gzip =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.jsonl.gz")))) {
            gzip.write("\"seven words are far too few here\"\n".getBytes());
            gzip.write("[{\"deep\": \"one two three four five six seven eight\"}]".getBytes());
        }
        Files.writeString(folder.resolve("notes.txt"), "no set");
    }

    @Test
    void shouldRemoveADocumentThatSharesThirteenWords() throws IOException {
        // Given: the question has 15 words, its middle 13 are in the first text, 12 in the second
        Decontamination step = step(Action.REMOVE);

        // Then
        assertEquals(
                new Verdict.Removed("quiz", 5),
                judge(
                        step,
                        "Hm, \"OF THESE four planets - of our sun has the shortest year of them\""));
        assertSame(
                Verdict.KEPT,
                judge(step, "Hm, of these four planets of our sun has the shortest year of?"));
    }

    @Test
    void shouldTakeAShorterTextAsAWhole() throws IOException {
        // Given
        Decontamination step = step(Action.REMOVE);

        // Then: nine words of a choice, eight of the other set, of which one is not enough
        assertEquals(
                "quiz", reason(judge(step, "It is so because it is nearest to the sun of all.")));
        assertEquals(
                "packed", reason(judge(step, "zero one two three four five six seven eight nine")));
        assertSame(Verdict.KEPT, judge(step, "one two three four five six seven, eleven"));
        assertSame(Verdict.KEPT, judge(step, "seven words are far too few here"));
        assertSame(Verdict.KEPT, judge(step, "Mercury"));
    }

    @Test
    void shouldCutTheOverlapWithItsSurroundings() throws IOException {
        // Given: 300 characters of text on both sides
        Decontamination step = step(Action.CUT);
        String before = words(0, 100);
        String after = words(100, 200);
        String text = before + " " + QUESTION + " " + after;

        // When
        Verdict.Changed changed = (Verdict.Changed) judge(step, text);

        // Then: what is within 200 characters is gone, whole words stay
        String left = changed.texts().getFirst();
        String[] parts = left.split("\n\n");
        assertEquals(2, parts.length);
        assertEquals(Map.of("quiz", 1L), changed.found());
        assertTrue(before.startsWith(parts[0]), parts[0]);
        assertTrue(after.endsWith(parts[1]), parts[1]);
        assertTrue(parts[0].length() <= before.length() - 199, () -> "" + parts[0].length());
        assertTrue(parts[0].length() > before.length() - 210, () -> "" + parts[0].length());
        assertTrue(parts[1].length() <= after.length() - 199, () -> "" + parts[1].length());
        assertFalse(left.contains("planets"));
    }

    @Test
    void shouldRemoveWhatCannotBeCut() throws IOException {
        // Given
        Decontamination step = step(Action.CUT);
        String apart = " " + words(0, 300) + " ";

        // Then: too little is left, too many cuts, and a text of several parts
        assertEquals("quiz", reason(judge(step, words(0, 60) + QUESTION + words(0, 60))));
        assertEquals("quiz", reason(judge(step, (QUESTION + apart).repeat(11))));
        assertTrue(judge(step, (QUESTION + apart).repeat(10)) instanceof Verdict.Changed);
        assertEquals("quiz", reason(step.judge(new Content(List.of(QUESTION, apart)))));
    }

    @Test
    void shouldSayWhatWasRead() throws IOException {
        // When
        EvaluationSets.Loaded loaded = sets(1_000).load("quiz", 0, 13, new NgramIndex());

        // Then
        assertEquals(2, loaded.texts());
        assertTrue(loaded.sha256().matches("[0-9a-f]{64}"), loaded.sha256());
    }

    @Test
    void shouldRefuseAnUnknownSetAndABadOne() throws IOException {
        // Given
        Files.writeString(folder.resolve("bad.jsonl"), "{}\n{\"text\": ");

        // Then
        assertEquals(
                "there is no evaluation set '../quiz', only [bad, packed, quiz]: put its texts as"
                        + " ../quiz.jsonl into the folder athanor.cleaning.evaluation-sets",
                refused("../quiz", 1_000));
        assertEquals(
                "line 2 of the evaluation set bad.jsonl is not JSON: a set has an object a line",
                refused("bad", 1_000));
        assertTrue(refused("quiz", 50).contains("holds more than 50 bytes"));
    }

    private String refused(String name, long setBytes) {
        return assertThrows(
                        AthanorException.class,
                        () -> sets(setBytes).load(name, 0, 13, new NgramIndex()))
                .getMessage();
    }

    private EvaluationSets sets(long setBytes) {
        return new EvaluationSets(new TestCleaningConfig(folder, setBytes, 1 << 20));
    }

    private Decontamination step(Action action) throws IOException {
        NgramIndex index = new NgramIndex();
        List<String> names = List.of("quiz", "packed");
        List<EvaluationSets.Loaded> loaded = new ArrayList<>();
        for (String name : names) {
            loaded.add(sets(1 << 20).load(name, loaded.size(), 13, index));
        }
        return new Decontamination(index, names, action);
    }

    private static Verdict judge(Decontamination step, String text) {
        return step.judge(new Content(List.of(text)));
    }

    private static String reason(Verdict verdict) {
        return ((Verdict.Removed) verdict).reason();
    }

    /** Words that repeat in no run, about five characters each. */
    private static String words(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "w" + (1000 + i))
                .collect(Collectors.joining(" "));
    }
}
