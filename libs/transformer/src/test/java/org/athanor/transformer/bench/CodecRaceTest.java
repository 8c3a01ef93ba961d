package org.athanor.transformer.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecRaceTest {

    @Test
    void shouldMeasureEveryTokenizerOnTheSameText(@TempDir Path folder) throws Exception {
        // Given
        BenchText text =
                BenchText.europarl(lines(folder, "Madam President,\nél kérem\n".repeat(20)));
        Tokenizer tokenizer = Tokenizer.named("r50k_base");
        try (HuggingFaceCodec huggingFace = HuggingFaceCodec.of(tokenizer)) {
            CodecRace race =
                    new CodecRace(
                            "r50k_base",
                            List.of(
                                    new AthanorCodec(tokenizer),
                                    JtokkitCodec.of("r50k_base"),
                                    huggingFace),
                            3);

            // When
            List<Map<String, Object>> encode = race.encode(text, 2);
            List<Map<String, Object>> decode = race.decode(text);

            // Then
            assertEquals(
                    List.of("athanor", "jtokkit", "huggingface"),
                    encode.stream().map(row -> row.get("implementation")).toList());
            for (Map<String, Object> row : encode) {
                assertEquals("r50k_base", row.get("vocabulary"));
                assertEquals("europarl", row.get("corpus"));
                assertEquals(2, row.get("threads"));
                double median = (Double) row.get("mb_per_second");
                assertTrue((Double) row.get("mb_per_second_worst") <= median);
                assertTrue(median <= (Double) row.get("mb_per_second_best"));
            }
            // 20 times 16 bytes and 11, line ends aside
            assertEquals(20L * (16 + 10), encode.getFirst().get("bytes"));
            assertEquals(3, decode.size());
        }
    }

    @Test
    void shouldMakeTheHardTextsAsLargeAsTheySay() {
        // When
        List<BenchText> hard = BenchText.hard();

        // Then
        assertEquals(List.of("a", "spaces", "random"), hard.stream().map(BenchText::name).toList());
        assertEquals(1_000_000, hard.get(0).bytes());
        assertEquals(1_000_000, hard.get(1).bytes());
        assertTrue(hard.get(2).bytes() > 900_000);
    }

    private static Path lines(Path folder, String text) throws IOException {
        Path file = folder.resolve("lines.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
