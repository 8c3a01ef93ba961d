package org.athanor.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One whole life of a model on the packaged stack, then everything that a user may ask of it. */
class DemoIT {

    private static final String GOLD = "gold score (synthetic)";

    @TempDir static Path data;

    private static CommandLine commandLine;
    private static CommandLine.Running demo;
    private static DemoReport report;

    @BeforeAll
    static void live() throws IOException {
        commandLine = new CommandLine(data);
        Path json = data.resolve("demo.json");
        demo = commandLine.start("demo", "demo", "--quick", "--json=" + json);
        Awaitility.await("the demo's report")
                .atMost(Duration.ofMinutes(15))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !demo.process().isAlive() || demo.errors().contains("Talk to it:"));
        assertTrue(demo.process().isAlive(), () -> "the demo ended: " + demo.errors());
        report = DemoReport.read(json);
        UndisturbedLife.remember(report);
    }

    @AfterAll
    static void stopInOrder() throws InterruptedException {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void shouldWalkTheWholeLife() {
        assertEquals(
                List.of(
                        "build",
                        "start the stack",
                        "corpus",
                        "tokenizer",
                        "dataset",
                        "pre-train",
                        "pairs",
                        "pairs dataset",
                        "fine-tune",
                        "promote fine-tuned",
                        "comparisons",
                        "reward model",
                        "policy (PPO)",
                        "promote policy",
                        GOLD,
                        "bits per byte"),
                report.stages());
    }

    @Test
    void shouldRaiseTheRulesScoreWithinTheBudget() {
        assertTrue(report.figure(GOLD, "risenByDeviations") >= 1, () -> report.json().toString());
        assertTrue(report.figure(GOLD, "kl") <= 8, () -> report.json().toString());
    }

    @Test
    void shouldScoreDegenerateAnswersBelowTheFineTunedModelsMedian() {
        double median = report.figure(GOLD, "medianBefore");

        for (String degenerate : List.of("emptyAnswer", "longestAnswer", "repeatedAnswer")) {
            assertTrue(report.figure(GOLD, degenerate) < median, degenerate);
        }
    }

    @Test
    void shouldAnswerAChatAndNameTheExactModel() throws Exception {
        HttpResponse<String> response =
                Http.post(
                        "inference",
                        "/v1/chat/completions",
                        Map.of(
                                "model",
                                "athanor",
                                "messages",
                                List.of(
                                        Map.of(
                                                "role",
                                                "user",
                                                "content",
                                                "Mr President, I would like"))));

        JsonNode answer = Http.json(response);
        assertEquals(200, response.statusCode(), response.body());
        assertFalse(answer.at("/choices/0/message/content").asText().isBlank(), response.body());
        assertEquals(report.artifact("policy (PPO)"), answer.path("system_fingerprint").asText());
        assertTrue(answer.at("/usage/completion_tokens").asInt() > 0);
    }

    @Test
    void shouldTraceThePolicyBackToLabelsDocumentsAndTokenizer() throws Exception {
        HttpResponse<String> response =
                Http.get(
                        "inference",
                        "/v1/artifacts/" + report.artifact("policy (PPO)") + "/lineage");

        assertEquals(200, response.statusCode(), response.body());
        for (String stage :
                List.of(
                        "corpus",
                        "tokenizer",
                        "dataset",
                        "pre-train",
                        "pairs dataset",
                        "fine-tune",
                        "reward model")) {
            assertTrue(
                    response.body().contains(report.artifact(stage)),
                    stage + ": " + response.body());
        }
        assertTrue(response.body().contains("feedback-snapshot"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer", "pretrain", "reward", "rlhf", "inference"})
    void shouldDescribeItselfAndItsHealth(String service) throws Exception {
        for (String path :
                List.of("/q/openapi", "/q/health/live", "/q/health/ready", "/q/health/started")) {
            assertEquals(200, Http.get(service, path).statusCode(), path);
        }
        assertEquals(200, Http.get(service, "/q/swagger-ui/").statusCode());
        assertEquals(404, Http.get(service, "/v1/artifacts/" + "0".repeat(64)).statusCode());
    }

    @Test
    void shouldHaveEveryMetricThatTheBoardsQuery() throws Exception {
        Set<String> exported = new HashSet<>();
        for (String service : Http.PORTS.keySet()) {
            exported.addAll(MetricNames.exported(Http.get(service, "/q/metrics").body()));
        }

        Set<String> queried = MetricNames.queriedBy(Path.of("../grafana"));
        Set<String> missing = new TreeSet<>(queried);
        missing.removeAll(exported);

        assertTrue(queried.size() > 20, () -> "only " + queried);
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldStartAPreTrainingRunByAnEventAlone() throws Exception {
        UUID runId = UUID.randomUUID();
        Map<String, Object> event =
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        UUID.randomUUID(),
                        "source",
                        "/acceptance",
                        "type",
                        "org.athanor.run.requested.v1",
                        "subject",
                        runId,
                        "datacontenttype",
                        "application/json",
                        "data",
                        Map.of(
                                "runId",
                                runId,
                                "kind",
                                "pretrain",
                                "parameters",
                                Map.of(
                                        "dataset", report.artifact("dataset"),
                                        "preset", "demo-quick",
                                        "steps", 3,
                                        "batch", 4,
                                        "sequence", 64)));

        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                "127.0.0.1:" + (19_092 + CommandLine.PORT_OFFSET)),
                        new StringSerializer(),
                        new StringSerializer())) {
            String json = new ObjectMapper().writeValueAsString(event);
            producer.send(new ProducerRecord<>("pretrain.run-requested.v1", runId.toString(), json))
                    .get();
        }

        CommandLine.Running follow =
                commandLine.start("follow", "runs", runId.toString(), "--follow");
        assertEquals(0, follow.exitCode(2), follow::errors);
        assertTrue(follow.output().contains("succeeded"), follow::output);
    }

    @Test
    void shouldListRunsAndStatusAsJsonAlone() throws Exception {
        for (List<String> command :
                List.of(
                        List.of("runs", "--json"),
                        List.of("status", "--json"),
                        List.of("plan", "llama3.2-1b", "--json"))) {
            CommandLine.Running running =
                    commandLine.start(command.getFirst(), command.toArray(String[]::new));

            assertEquals(0, running.exitCode(2), running.errors());
            assertFalse(new ObjectMapper().readTree(running.output()).isMissingNode());
        }
    }

    @Test
    void shouldRefuseAnUnknownArtifactByName() throws Exception {
        String unknown = "f".repeat(64);
        CommandLine.Running running = commandLine.start("pretrain", "pretrain", unknown);

        assertEquals(1, running.exitCode(2));
        assertTrue(running.errors().contains(unknown), running::errors);
        assertFalse(running.errors().contains("\tat "), running::errors);
    }

    @Test
    void shouldServeProblemJsonWithoutAStackTrace() throws Exception {
        HttpResponse<String> response =
                Http.post(
                        "pretrain", "/v1/runs", Map.of("kind", "nothing", "parameters", Map.of()));

        assertTrue(response.statusCode() >= 400 && response.statusCode() < 500);
        assertTrue(
                response.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("application/problem+json"));
        assertFalse(response.body().contains("at org."));
    }
}
