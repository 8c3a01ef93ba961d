package org.athanor.transformer.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {

    @TempDir private Path folder;

    @Test
    void shouldLearnTheSameInAHeapSmallerThanTheDistinctPieces() throws Exception {
        // Given: 28 MiB of pieces that hardly ever repeat, a heap of 24 MiB
        LearntMerges inMemory =
                SmallHeap.learn(
                        BpeOptions.standard(folder).withThreads(1).withMemoryBytes(1L << 29));

        // When
        String small = inChild("-Xmx24m", folder, BpeOptions.LEAST_MEMORY);

        // Then
        assertEquals(SmallHeap.MERGES, inMemory.merges().size());
        assertEquals(
                new LearntMerges(inMemory.merges(), inMemory.bytes(), inMemory.tokens(), true)
                        .toString(),
                small);
    }

    private static String inChild(String heap, Path folder, long memoryBytes)
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallHeap.class.getName(),
                                folder.toString(),
                                Long.toString(memoryBytes))
                        .redirectError(Redirect.INHERIT)
                        .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor());
        return output.strip();
    }
}
