package org.athanor.cli.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.athanor.stack.postgres.PostgresServer;
import org.athanor.stack.postgres.PostgresSettings;
import org.athanor.stack.postgres.PostgresSettings.Durability;

/** The database; the server of the last launch is kept, because the services need its address and password. */
final class PostgresComponent implements Component {

    private final StackLayout layout;
    private volatile PostgresServer server;

    PostgresComponent(StackLayout layout) {
        this.layout = layout;
    }

    @Override
    public String name() {
        return StackLayout.POSTGRES;
    }

    @Override
    public int port() {
        return layout.postgresPort();
    }

    /** The server of the last launch. */
    PostgresServer server() {
        if (server == null) {
            throw new IllegalStateException("the database was not started yet");
        }
        return server;
    }

    @Override
    public Running launch() throws IOException, InterruptedException {
        Path data = layout.home().data();
        server =
                PostgresServer.start(
                        new PostgresSettings(
                                data.resolve("postgres"),
                                data.resolve("distributions"),
                                layout.log(name()),
                                layout.postgresPort(),
                                Durability.KEPT));
        return new RunningServer(server);
    }

    private record RunningServer(PostgresServer server) implements Running {

        @Override
        public long pid() {
            return server.pid();
        }

        @Override
        public boolean isReady() {
            return server.isAlive();
        }

        @Override
        public CompletableFuture<String> ended() {
            return server.onExit().thenApply(ended -> "exit code " + ended.exitValue());
        }

        @Override
        public void stop() {
            server.close();
        }
    }
}
