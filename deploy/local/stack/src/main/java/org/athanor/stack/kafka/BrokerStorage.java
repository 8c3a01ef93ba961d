package org.athanor.stack.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Gives a new directory a cluster id, as {@code kafka-storage.sh format} does; leaves a formatted one alone. */
final class BrokerStorage {

    private BrokerStorage() {}

    static void format(BrokerSettings settings) throws IOException {
        if (Files.exists(settings.logDirectory().resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(settings.directory());
        Path configuration = settings.directory().resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            settings.properties().store(writer, null);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int exit =
                StorageTool.execute(
                        new String[] {
                            "format",
                            "--ignore-formatted",
                            "--standalone",
                            "--cluster-id",
                            clusterId(settings.directory()),
                            "--config",
                            configuration.toString()
                        },
                        new PrintStream(output, true, UTF_8));
        if (exit != 0) {
            throw new IOException(
                    "cannot format "
                            + settings.directory()
                            + " for Kafka: "
                            + output.toString(UTF_8));
        }
    }

    /** Kept before formatting: a format that was killed half way goes on with the same id. */
    private static String clusterId(Path directory) throws IOException {
        Path file = directory.resolve("cluster.id");
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file).strip();
    }
}
