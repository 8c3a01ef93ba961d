package org.athanor.transformer.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpusTest {

    @TempDir private Path root;

    @Test
    void shouldNameTheGpusInTheOrderOfTheBus() throws IOException {
        // Given
        gpu("0000:9b:00.0", "NVIDIA A100-SXM4-40GB");
        gpu("0000:1b:00.0", "NVIDIA H100 80GB HBM3");

        // Then
        assertEquals(List.of("NVIDIA H100 80GB HBM3", "NVIDIA A100-SXM4-40GB"), Gpus.models(root));
    }

    @Test
    void shouldNameNoneWithoutADriver() {
        assertEquals(List.of(), Gpus.models(root));
    }

    private void gpu(String address, String model) throws IOException {
        Path folder = root.resolve("proc/driver/nvidia/gpus").resolve(address);
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("information"),
                "Model: \t\t " + model + "\nIRQ:   \t\t 52\nBus Location: \t " + address + "\n");
    }
}
