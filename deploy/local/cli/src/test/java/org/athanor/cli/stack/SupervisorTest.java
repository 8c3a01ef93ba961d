package org.athanor.cli.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void shouldStartAProcessAgainThatDied() throws Exception {
        // Given
        ShellComponent sleeper = new ShellComponent("exec sleep 60");
        Supervisor supervisor = Supervisor.over(sleeper, said::add);
        supervisor.ready().get(10, TimeUnit.SECONDS);

        // When
        sleeper.processes.getFirst().destroyForcibly();

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> said.contains("shell is ready again"));
        assertEquals("shell ended (exit code 137); starting it again in 1 s", said.getFirst());
        assertTrue(sleeper.processes.getLast().isAlive());

        // When
        supervisor.stop();

        // Then
        assertFalse(sleeper.processes.getLast().isAlive());
        assertEquals(2, sleeper.processes.size(), "a stop is no death");
    }

    @Test
    void shouldReportAFirstStartThatFailedInsteadOfTryingForEver() throws Exception {
        ShellComponent broken = new ShellComponent("exit 7");

        Supervisor supervisor = Supervisor.over(broken, said::add);

        CompletionException failure =
                assertThrows(CompletionException.class, () -> supervisor.ready().join());
        assertEquals("shell did not start: exit code 7", failure.getCause().getMessage());
        supervisor.stop();
        assertEquals(1, broken.processes.size());
    }

    /** A shell that is ready once it sleeps. */
    private static final class ShellComponent implements Component {

        private final String script;
        private final List<Process> processes = new CopyOnWriteArrayList<>();

        ShellComponent(String script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "shell";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public Running launch() throws IOException {
            Process process = new ProcessBuilder("sh", "-c", script).start();
            processes.add(process);
            return new RunningShell(process, script.contains("sleep"));
        }
    }

    private record RunningShell(Process process, boolean sleeps) implements Component.Running {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public boolean isReady() {
            return sleeps && process.isAlive();
        }

        @Override
        public CompletableFuture<String> ended() {
            return process.onExit().thenApply(ended -> "exit code " + ended.exitValue());
        }

        @Override
        public void stop() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
