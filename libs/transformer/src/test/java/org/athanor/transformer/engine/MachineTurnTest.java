package org.athanor.transformer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MachineTurnTest {

    @TempDir Path folder;

    /** Takes the turn, says so, and keeps it until it is killed or told to go on. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            MachineTurn turns = MachineTurn.in(Path.of(arguments[0]));
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                try (MachineTurn.Held turn = turns.take("holder", () -> {}, System.out::println)) {
                    System.out.println("held");
                    System.in.read();
                }
            }
        }
    }

    /** Prints how many cores it has. */
    static final class Cores {

        private Cores() {}

        public static void main(String[] arguments) {
            System.out.println(Machine.current().cores());
        }
    }

    @Test
    void shouldWaitForAnotherProcessAndTakeOverWhenItIsKilled() throws Exception {
        // Given
        Process holder = java(List.of(), Holder.class, folder.toString(), "1");
        try (BufferedReader out = holder.inputReader()) {
            assertEquals("held", out.readLine());
            List<String> notices = Collections.synchronizedList(new ArrayList<>());
            boolean[] killed = {false};

            // When: it is killed at the third look
            int[] looks = {0};
            try (MachineTurn.Held turn =
                    MachineTurn.in(folder)
                            .take(
                                    "test",
                                    () -> {
                                        if (++looks[0] == 3) {
                                            holder.destroyForcibly();
                                            killed[0] = true;
                                        }
                                    },
                                    notices::add)) {
                // Then
                assertTrue(killed[0]);
                assertEquals(
                        List.of(
                                "waits for its turn: this machine trains for another (pid "
                                        + holder.pid()
                                        + ", holder)",
                                "has its turn on this machine"),
                        notices);
                assertEquals(
                        "pid " + ProcessHandle.current().pid() + ", test",
                        Files.readString(folder.resolve("holder")));
            }
            assertFalse(Files.exists(folder.resolve("holder")));
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void shouldStandBehindTheOneWhoIsNext() throws Exception {
        // Given: this process holds the turn and another one is next
        MachineTurn turns = MachineTurn.in(folder);
        MachineTurn.Held first = turns.take("first", () -> {}, words -> {});
        Process other = java(List.of(), Holder.class, folder.toString(), "1");
        try (BufferedReader out = other.inputReader()) {
            assertTrue(out.readLine().startsWith("waits for its turn"));

            // When: it is given back and wanted again at once
            first.close();
            List<String> notices = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> again =
                    CompletableFuture.runAsync(() -> takeAndGiveBack(turns, notices));

            // Then: the other one has it first
            assertEquals("has its turn on this machine", out.readLine());
            assertEquals("held", out.readLine());
            assertFalse(again.isDone());
            other.outputWriter().write("\n");
            other.outputWriter().flush();
            again.get(30, TimeUnit.SECONDS);
            assertEquals("has its turn on this machine", notices.getLast());
        } finally {
            other.destroyForcibly();
        }
    }

    private static void takeAndGiveBack(MachineTurn turns, List<String> notices) {
        try (MachineTurn.Held held = turns.take("again", () -> {}, notices::add)) {
            notices.add("has its turn on this machine");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldStopWaitingWhenTheRunIsCancelledAndLeaveTheTurnFree() throws Exception {
        // Given: another thread of this very process has it
        MachineTurn turns = MachineTurn.in(folder);
        try (MachineTurn.Held held = turns.take("first", () -> {}, words -> {})) {
            // When, Then
            assertThrows(
                    CancellationException.class,
                    () -> turns.take("second", this::cancelled, words -> {}));
        }
        turns.take("third", this::cancelled, words -> {}).close();
    }

    private void cancelled() {
        throw new CancellationException();
    }

    @Test
    void shouldSayWhichSettingToChangeWhenTheFolderCannotBe() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "");

        // When
        IllegalStateException failure =
                assertThrows(
                        IllegalStateException.class,
                        () -> MachineTurn.in(file).take("test", () -> {}, words -> {}));

        // Then
        assertTrue(
                failure.getMessage().startsWith("athanor.engine.lock-directory must be"),
                failure.getMessage());
    }

    @Test
    void shouldCountTheCoresThatTheProcessMayUse() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "needs taskset (util-linux)");

        // When: it may use the machine's first core alone
        Process process = java(List.of("/usr/bin/taskset", "-c", "0"), Cores.class);

        // Then
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String cores = out.readLine();
            assumeTrue(cores != null, "the first core is not this process's to use");
            assertEquals("1", cores);
        }
    }

    private static Process java(List<String> before, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
