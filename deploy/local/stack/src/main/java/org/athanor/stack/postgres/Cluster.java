package org.athanor.stack.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.athanor.stack.postgres.PostgresSettings.Durability;

/** A cluster's files: made by {@code initdb} under a temporary name and renamed, so that half of one is never used. */
final class Cluster {

    static final String SUPERUSER = "postgres";

    private Cluster() {}

    static void createIfAbsent(
            PostgresSettings settings,
            Distribution distribution,
            Account account,
            Passwords passwords)
            throws IOException, InterruptedException {
        if (Files.exists(settings.data().resolve("PG_VERSION"))) {
            return;
        }
        // initdb may run as another user: it writes into a folder that is handed to that user
        // first.
        Path nursery = Files.createTempDirectory(settings.directory(), "initdb-");
        Path fresh = Files.createDirectory(nursery.resolve("data"));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
        Path password = Files.writeString(nursery.resolve("password"), passwords.superuser());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(nursery, PosixFilePermissions.fromString("rwx--x--x"));
        account.own(fresh);
        account.own(password);
        run(account.command(initdb(settings, distribution, fresh, password)));
        Files.delete(password);
        Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(nursery);
    }

    private static List<String> initdb(
            PostgresSettings settings, Distribution distribution, Path data, Path password) {
        List<String> command = new ArrayList<>();
        command.add(distribution.program("initdb"));
        command.addAll(List.of("-D", data.toString(), "-U", SUPERUSER, "--pwfile=" + password));
        command.addAll(
                List.of(
                        "--auth=scram-sha-256",
                        "-E",
                        "UTF8",
                        "--locale-provider=builtin",
                        "--locale=C.UTF-8"));
        if (settings.durability() == Durability.THROWAWAY) {
            command.add("--no-sync");
        }
        return command;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("initdb failed: " + output.strip());
        }
    }
}
