package org.athanor.transformer.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VocabularyBenchTest {

    private static final List<byte[]> DOCUMENTS =
            List.of("one two one two ".repeat(50).getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldGiveTheFiguresOfEveryNumberOfThreads() throws IOException {
        // When
        List<Map<String, Object>> figures =
                new VocabularyBench("words", DOCUMENTS, 265).run(new int[] {1, 2}, 3);

        // Then
        assertEquals(2, figures.size());
        for (int i = 0; i < 2; i++) {
            Map<String, Object> row = figures.get(i);
            assertEquals(
                    Set.of(
                            "corpus",
                            "vocabulary_size",
                            "threads",
                            "seconds",
                            "mb_per_second",
                            "peak_heap_mb"),
                    row.keySet());
            assertEquals("words", row.get("corpus"));
            assertEquals(265, row.get("vocabulary_size"));
            assertEquals(i + 1, row.get("threads"));
            double bytes = (double) row.get("seconds") * (double) row.get("mb_per_second") * 1e6;
            assertEquals(800, bytes, 1);
        }
    }

    @Test
    void shouldRefuseACorpusThatIsTooSmall() {
        VocabularyBench bench = new VocabularyBench("words", DOCUMENTS, 1_000);

        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> bench.run(new int[] {1}, 1));

        assertTrue(failure.getMessage().startsWith("words supports"), failure.getMessage());
    }
}
