package org.athanor.stack.postgres;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a PostgreSQL lives.
 *
 * @param directory holds the cluster's data and its passwords; nothing else should be in it
 * @param distributions where the binaries are unpacked, once for each version
 * @param log what the server says is added here
 * @param port on the loopback interface
 * @param durability whether a power cut may lose what was committed
 */
public record PostgresSettings(
        Path directory, Path distributions, Path log, int port, Durability durability) {

    /** What a commit promises. */
    public enum Durability {
        /** On disk before the commit returns. */
        KEPT,
        /** For tests: survives the death of every process, but not of the machine. */
        THROWAWAY
    }

    public PostgresSettings {
        directory = Objects.requireNonNull(directory, "directory").toAbsolutePath().normalize();
        distributions =
                Objects.requireNonNull(distributions, "distributions").toAbsolutePath().normalize();
        log = Objects.requireNonNull(log, "log").toAbsolutePath().normalize();
        Objects.requireNonNull(durability, "durability");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be in 1..65535, was " + port);
        }
    }

    Path data() {
        return directory.resolve("data");
    }

    Path passwords() {
        return directory.resolve("passwords.properties");
    }
}
