package org.athanor.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model's folder as a zip stream, made while it is sent: no second copy lies on the disk. */
final class ZippedModel {

    private static final int PIPE_BYTES = 1 << 20;

    private ZippedModel() {}

    /** The body of a request; a request that is repeated reads the folder again. */
    static BodyPublisher publisher(Path folder) {
        return BodyPublishers.ofInputStream(() -> stream(folder));
    }

    /** The zip file; it ends early, as one that was cut off, when a file cannot be read. */
    static InputStream stream(Path folder) {
        PipedInputStream in = new PipedInputStream(PIPE_BYTES);
        try {
            PipedOutputStream out = new PipedOutputStream(in);
            Thread.ofVirtual().start(() -> write(folder, out));
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader that goes away ends the writing. */
    private static void write(Path folder, PipedOutputStream out) {
        try (out) {
            zip(folder, out);
        } catch (IOException e) {
            // The service refuses a zip file that was cut off and says so.
        }
    }

    /** Writes the JSON files, llama2.c's vocabulary and the weights at the top of the folder, uncompressed. */
    private static void zip(Path folder, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION); // weights hardly shrink
        for (Path file : files(folder)) {
            zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
            Files.copy(file, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isPart(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPart(String name) {
        return name.endsWith(".json")
                || name.equals("tokenizer.model")
                || name.equals("tokenizer.bin")
                || name.endsWith(".jinja")
                || name.startsWith("model") && name.endsWith(".safetensors");
    }
}
