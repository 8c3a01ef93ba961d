package org.athanor.transformer.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The GPUs of this machine by name, as NVIDIA's driver tells in {@code /proc}. */
final class Gpus {

    private static final String MODEL = "Model:";

    private Gpus() {}

    /**
     * For instance {@code [NVIDIA H100 80GB HBM3]}, in the order of their addresses on the bus; empty
     * without a driver.
     *
     * @param root of the file system
     */
    static List<String> models(Path root) {
        Path folder = root.resolve("proc/driver/nvidia/gpus");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> addresses = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(addresses::add);
            addresses.sort(null);
            List<String> models = new ArrayList<>();
            for (Path address : addresses) {
                Files.readAllLines(address.resolve("information")).stream()
                        .filter(line -> line.startsWith(MODEL))
                        .map(line -> line.substring(MODEL.length()).strip())
                        .forEach(models::add);
            }
            return models;
        } catch (IOException e) {
            return List.of(); // hidden from this process: the figures say only cuda
        }
    }
}
