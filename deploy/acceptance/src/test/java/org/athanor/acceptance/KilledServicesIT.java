package org.athanor.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service is killed once, in the middle of its work, and the life ends as if nothing had happened. */
class KilledServicesIT {

    /** Which service dies when that stage has begun. */
    private static final Map<String, String> VICTIMS =
            Map.of(
                    "tokenizer", "tokenizer",
                    "pre-train", "pretrain",
                    "comparisons", "inference",
                    "reward model", "reward",
                    "policy (PPO)", "rlhf");

    @TempDir Path data;

    @Test
    void shouldEndWithTheSameArtifactsAndFigures() throws Exception {
        // Given a life that nothing disturbs
        CommandLine undisturbed = new CommandLine(data.resolve("undisturbed"));
        Path expected = data.resolve("expected.json");
        try (CommandLine.Running demo =
                undisturbed.start("demo", "demo", "--quick", "--exit", "--json=" + expected)) {
            assertEquals(0, demo.exitCode(15), demo::errors);
        }

        // When each service is killed once in another
        CommandLine disturbed = new CommandLine(data.resolve("disturbed"));
        Path actual = data.resolve("actual.json");
        try (CommandLine.Running demo =
                disturbed.start("demo", "demo", "--quick", "--exit", "--json=" + actual)) {
            killEachInTurn(disturbed, demo);
            assertEquals(0, demo.exitCode(15), demo::errors);
        }

        // Then
        assertEquals(
                DemoReport.read(expected).withoutTiming(), DemoReport.read(actual).withoutTiming());
    }

    private static void killEachInTurn(CommandLine commandLine, CommandLine.Running demo)
            throws IOException, InterruptedException {
        Map<String, String> left = new HashMap<>(VICTIMS);
        while (!left.isEmpty()) {
            Awaitility.await("one of the stages " + left.keySet())
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !demo.process().isAlive() || begun(demo, left) != null);
            assertTrue(demo.process().isAlive(), demo::errors);
            String stage = begun(demo, left);
            String victim = left.remove(stage);
            long pid = pids(commandLine).get(victim);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
    }

    private static String begun(CommandLine.Running demo, Map<String, String> stages) {
        String said = demo.errors();
        return stages.keySet().stream()
                .filter(stage -> said.contains(stage + ": started"))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Long> pids(CommandLine commandLine)
            throws IOException, InterruptedException {
        CommandLine.Running status = commandLine.start("status", "status", "--json");
        status.exitCode(1);
        Map<String, Long> pids = new TreeMap<>();
        for (JsonNode part : new ObjectMapper().readTree(status.output()).path("components")) {
            pids.put(part.path("name").asText(), part.path("pid").asLong());
        }
        return pids;
    }
}
