package org.athanor.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service is killed once, in the middle of its work, and the life ends as if nothing had happened. */
class KilledServicesIT {

    /**
     * Who dies when.
     *
     * @param line of the demo's progress that seals the service's fate
     */
    private record Killing(String service, Pattern line) {

        static Killing atTheStartOf(String stage, String service) {
            return new Killing(service, Pattern.compile(Pattern.quote(stage) + ": started"));
        }

        /** In the middle of its steps. */
        static Killing onTheWayThrough(String stage, String service) {
            return new Killing(service, Pattern.compile(Pattern.quote(stage) + ":\\s+\\d+%"));
        }
    }

    private static final List<Killing> KILLINGS =
            List.of(
                    Killing.atTheStartOf("tokenizer", "tokenizer"),
                    Killing.onTheWayThrough("pre-train", "pretrain"),
                    Killing.atTheStartOf("comparisons", "inference"),
                    Killing.atTheStartOf("reward model", "reward"),
                    Killing.onTheWayThrough("policy (PPO)", "rlhf"));

    @TempDir Path data;

    @Test
    void shouldEndWithTheSameArtifactsAndFigures() throws Exception {
        // Given a life that nothing disturbs
        DemoReport expected = UndisturbedLife.report(data.resolve("undisturbed"));

        // When each service is killed once in another
        CommandLine commandLine = new CommandLine(data.resolve("disturbed"));
        Path json = data.resolve("disturbed.json");
        try (CommandLine.Running demo =
                commandLine.start("demo", "demo", "--quick", "--exit", "--json=" + json)) {
            awaitLine(demo, Pattern.compile("corpus: started"));
            Map<String, Long> pids = pids(commandLine);
            for (Killing killing : KILLINGS) {
                awaitLine(demo, killing.line());
                kill(pids.get(killing.service()));
            }
            assertEquals(0, demo.exitCode(15), demo::errors);
            for (Killing killing : KILLINGS) {
                assertTrue(
                        demo.errors().contains(killing.service() + " ended"),
                        () -> killing.service() + " was not killed: " + demo.errors());
            }
        }

        // Then
        assertEquals(expected.withoutTiming(), DemoReport.read(json).withoutTiming());
    }

    private static void awaitLine(CommandLine.Running demo, Pattern line) {
        Awaitility.await(line.pattern())
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !demo.process().isAlive() || line.matcher(demo.errors()).find());
        assertTrue(demo.process().isAlive(), demo::errors);
    }

    private static void kill(long pid) {
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly(), () -> "process " + pid);
    }

    private static Map<String, Long> pids(CommandLine commandLine)
            throws IOException, InterruptedException {
        CommandLine.Running status = commandLine.start("status", "status", "--json");
        assertEquals(0, status.exitCode(1), status::errors);
        Map<String, Long> pids = new TreeMap<>();
        for (JsonNode part : new ObjectMapper().readTree(status.output()).path("components")) {
            pids.put(part.path("name").asText(), part.path("pid").asLong());
        }
        return pids;
    }
}
