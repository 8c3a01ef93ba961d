package org.athanor.stack.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.athanor.stack.postgres.PostgresSettings.Durability;
import org.athanor.stack.process.Guard;
import org.athanor.stack.process.Signals;

/** A running PostgreSQL with the database {@code athanor}. It ends with this JVM, even when the JVM is killed. */
public final class PostgresServer implements AutoCloseable {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final PostgresSettings settings;
    private final Passwords passwords;
    private final Process process;
    private final Guard guard;

    private PostgresServer(
            PostgresSettings settings, Passwords passwords, Process process, Guard guard) {
        this.settings = settings;
        this.passwords = passwords;
        this.process = process;
        this.guard = guard;
    }

    /**
     * Unpacks, initialises and starts what is needed; returns when the database {@code athanor} accepts connections.
     *
     * @throws IOException the server did not start; the message says where its log is
     */
    public static PostgresServer start(PostgresSettings settings)
            throws IOException, InterruptedException {
        Files.createDirectories(settings.directory());
        Files.createDirectories(settings.log().getParent());
        Passwords passwords = Passwords.loadOrCreate(settings.passwords());
        Distribution distribution = Distribution.unpack(settings.distributions());
        Account account = Account.current();
        Cluster.createIfAbsent(settings, distribution, account, passwords);
        Leftovers.clear(settings.data());
        Process process =
                new ProcessBuilder(command(settings, distribution, account))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(settings.log().toFile()))
                        .start();
        PostgresServer server =
                new PostgresServer(settings, passwords, process, Guard.over(process.pid(), "INT"));
        try {
            new AthanorDatabase(settings, passwords).awaitAndCreate(process);
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static List<String> command(
            PostgresSettings settings, Distribution distribution, Account account) {
        List<String> postgres = new ArrayList<>();
        postgres.addAll(
                List.of(distribution.program("postgres"), "-D", settings.data().toString()));
        option(postgres, "port", Integer.toString(settings.port()));
        option(postgres, "listen_addresses", "127.0.0.1");
        option(postgres, "unix_socket_directories", "");
        option(postgres, "max_connections", "200");
        option(postgres, "shared_buffers", "64MB");
        option(postgres, "max_wal_size", "256MB");
        // Short statements all over: neither pays for itself, and small /dev/shm mounts cannot
        // carry the second.
        option(postgres, "jit", "off");
        option(postgres, "max_parallel_workers_per_gather", "0");
        if (settings.durability() == Durability.THROWAWAY) {
            option(postgres, "fsync", "off");
        }
        // Its own session: a terminal's Ctrl-C must not stop the database before the services that
        // use it.
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(account.command(postgres));
        return command;
    }

    private static void option(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    public String jdbcUrl() {
        return AthanorDatabase.jdbcUrl(settings.port(), AthanorDatabase.NAME);
    }

    /** The role that owns the database {@code athanor}; it is no superuser. */
    public String user() {
        return AthanorDatabase.NAME;
    }

    public String password() {
        return passwords.application();
    }

    public int port() {
        return settings.port();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the server has ended, for whatever reason. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Ends the server at once, as a crash does: the next start recovers from the write-ahead log. */
    public void kill() throws InterruptedException {
        guard.close();
        process.destroyForcibly().waitFor();
    }

    /** Disconnects everyone and stops in order. */
    @Override
    public void close() {
        guard.close();
        try {
            Signals.send("INT", process.pid());
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
