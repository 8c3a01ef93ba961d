package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedLinesTest {

    @TempDir Path folder;

    @Test
    void shouldGiveEveryLineByItsNumber() throws IOException {
        // Given: empty files, empty lines, lines longer than a block, and a last one without an end
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        for (int file = 0; file < 9; file++) {
            firsts.add(lines.size());
            StringBuilder content = new StringBuilder();
            int count = file % 3 == 0 ? 0 : 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                String line = "x".repeat(random.nextInt(4) * random.nextInt(150_000));
                boolean last = i == count - 1 && file % 2 == 0;
                lines.add(last ? "end" : line);
                content.append(last ? "end" : line + "\n");
            }
            files.add(Files.writeString(folder.resolve("lines" + file), content));
        }

        // When
        List<String> read = new ArrayList<>();
        try (NumberedLines numbered = new NumberedLines(files, folder)) {
            for (long number = 0; number < numbered.count(); number++) {
                read.add(new String(numbered.get(number), StandardCharsets.UTF_8));
            }

            // Then
            for (int file = 0; file < files.size(); file++) {
                assertEquals((long) firsts.get(file), numbered.first(file));
            }
        }
        assertEquals(lines, read);
    }
}
