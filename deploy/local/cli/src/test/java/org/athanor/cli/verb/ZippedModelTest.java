package org.athanor.cli.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZippedModelTest {

    @TempDir private Path folder;

    @Test
    void shouldPutTheModelsFilesAtTheTopAndLeaveTheOthers() throws IOException {
        // Given
        for (String name :
                new String[] {
                    "config.json",
                    "tokenizer.json",
                    "tokenizer.bin",
                    "chat_template.jinja",
                    "model-00001-of-00002.safetensors",
                    "pytorch_model.bin",
                    "consolidated.safetensors",
                    "README.md"
                }) {
            Files.writeString(folder.resolve(name), "this is " + name);
        }
        Files.createDirectory(folder.resolve("original.json"));

        // When
        Map<String, String> entries = entries(ZippedModel.stream(folder));

        // Then
        assertEquals(
                Map.of(
                        "config.json", "this is config.json",
                        "tokenizer.json", "this is tokenizer.json",
                        "tokenizer.bin", "this is tokenizer.bin",
                        "chat_template.jinja", "this is chat_template.jinja",
                        "model-00001-of-00002.safetensors",
                                "this is model-00001-of-00002.safetensors"),
                entries);
    }

    @Test
    void shouldStreamMoreThanThePipeHolds() throws IOException {
        // Given
        byte[] weights = new byte[5 << 20];
        new Random(1).nextBytes(weights);
        Files.write(folder.resolve("model.safetensors"), weights);

        // When
        try (ZipInputStream in = new ZipInputStream(ZippedModel.stream(folder))) {
            assertEquals("model.safetensors", in.getNextEntry().getName());

            // Then
            assertArrayEquals(weights, in.readAllBytes());
            assertNull(in.getNextEntry());
        }
    }

    private static Map<String, String> entries(InputStream zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(zip)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
