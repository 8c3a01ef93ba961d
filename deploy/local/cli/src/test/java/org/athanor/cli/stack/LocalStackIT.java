package org.athanor.cli.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.athanor.cli.CliException;
import org.athanor.cli.Home;
import org.athanor.stack.net.LoopbackPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {

    private static final int OFFSET = 21_000;

    @TempDir Path directory;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void shouldStopWhatStartedWhenAServiceWasNotBuilt() {
        StackLayout layout = layout();

        CliException failure =
                assertThrows(CliException.class, () -> LocalStack.start(layout, said::add).close());

        assertEquals(List.of("kafka is ready", "postgres is ready"), said);
        assertTrue(
                failure.getMessage()
                        .contains(
                                "tokenizer-service/target/quarkus-app/quarkus-run.jar is missing"));
        assertTrue(
                LoopbackPort.isFree(layout.kafkaPort())
                        && LoopbackPort.isFree(layout.postgresPort()));
    }

    @Test
    void shouldNameTheProcessOnAnOccupiedPort() throws Exception {
        StackLayout layout = layout();
        try (ServerSocket squatter =
                new ServerSocket(
                        layout.services().get(2).port(), 1, InetAddress.getLoopbackAddress())) {
            CliException failure =
                    assertThrows(
                            CliException.class, () -> LocalStack.start(layout, said::add).close());

            assertTrue(
                    failure.getMessage()
                            .startsWith(
                                    "port "
                                            + squatter.getLocalPort()
                                            + " of reward is held by process "
                                            + ProcessHandle.current().pid()),
                    failure::getMessage);
        }
    }

    @Test
    void shouldRefuseASecondLauncherOfTheSameData() throws Exception {
        StackLayout layout = layout();
        try (LauncherLock first = LauncherLock.tryAcquire(layout.lock())) {
            CliException failure =
                    assertThrows(
                            CliException.class, () -> LocalStack.start(layout, said::add).close());

            assertTrue(failure.getMessage().contains("runs already"), failure::getMessage);
        }
        assertTrue(LauncherLock.holder(layout.lock()).isEmpty(), "a lock ends with its holder");
    }

    @Test
    void shouldHoldTheLockAgainstOtherProcessesAlsoAfterLookingAtIt() throws Exception {
        // Given
        Path file = layout().lock();
        try (LauncherLock lock = LauncherLock.tryAcquire(file)) {
            // When
            long holder = LauncherLock.holder(file).orElseThrow();

            // Then
            assertEquals(ProcessHandle.current().pid(), holder);
            Process other =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OtherLauncher.class.getName(),
                                    file.toString())
                            .inheritIO()
                            .start();
            assertEquals(OtherLauncher.REFUSED, other.waitFor());
        }
    }

    @Test
    void shouldEndTheChildrenOfAKilledLauncherAndNothingElse() throws Exception {
        // Given
        Process child = marked(directory);
        Process stranger = marked(directory.resolve("other"));

        // When
        int ended = Leftovers.clear(directory);

        // Then
        assertEquals(1, ended);
        child.waitFor();
        assertTrue(stranger.isAlive());
        stranger.destroyForcibly();
    }

    @Test
    void shouldRefuseAnOffsetThatIsNoNumber() {
        CliException failure =
                assertThrows(
                        CliException.class,
                        () ->
                                StackLayout.of(
                                        layout().home(), Map.of("ATHANOR_PORT_OFFSET", "many")));

        assertEquals("ATHANOR_PORT_OFFSET must be a whole number, was many", failure.getMessage());
    }

    private StackLayout layout() {
        return new StackLayout(
                new Home(directory.resolve("checkout"), directory.resolve("data")), OFFSET);
    }

    private static Process marked(Path data) throws Exception {
        return new ProcessBuilder("sh", "-c", "sleep 60; true", Leftovers.mark(data)).start();
    }

    /** Tries to take the lock that its argument names. */
    static final class OtherLauncher {

        static final int REFUSED = 42;

        public static void main(String[] arguments) throws Exception {
            System.exit(LauncherLock.tryAcquire(Path.of(arguments[0])) == null ? REFUSED : 0);
        }
    }
}
