package org.athanor.pretrain;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.testkit.Backend;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PretrainServiceIT {

    private static final Map<String, Object> SHAPE =
            Map.of("dModel", 32, "layers", 2, "heads", 2, "dHidden", 64, "contextLength", 32);

    @Inject ArtifactStore store;

    @Test
    void shouldTrainFineTuneAndEvaluateTheSameTwice() throws IOException {
        // Given
        ArtifactId text = TinyDatasets.text(store, 400, 60);
        ArtifactId answers = TinyDatasets.answers(store, 200, 40);

        // When
        JsonPath base = Runs.run("pretrain", pretraining(text, 60));
        JsonPath again = Runs.run("pretrain", pretraining(text, 60));
        JsonPath tuned = Runs.run("finetune", finetuning(base.getString("artifact"), answers));
        JsonPath before = evaluate(base.getString("artifact"), answers);
        JsonPath after = evaluate(tuned.getString("artifact"), answers);

        // Then: the grammar leaves about one bit a word, far from a uniform guess over 261 tokens
        assertSucceeded(base);
        double loss = base.getDouble("figures.validationLoss");
        assertTrue(loss < 2, "validation loss " + loss);
        assertTrue(base.getDouble("figures.bitsPerByte") > 0);
        assertTrue(base.getDouble("figures.tokensPerSecond") > 0);
        assertTrue(base.getDouble("figures.modelFlopsUtilisation") > 0);
        assertEquals(60, base.getInt("progress.done"));
        assertEquals(base.getString("artifact"), again.getString("artifact"));
        assertSucceeded(tuned);
        assertTrue(
                after.getDouble("figures.validationLoss")
                        < before.getDouble("figures.validationLoss"));
        assertModel(base.getString("artifact"), List.of(text), SpecialTokens.END_OF_TEXT);
        assertModel(
                tuned.getString("artifact"),
                List.of(new ArtifactId(base.getString("artifact")), answers),
                SpecialTokens.END);
        assertEquals(
                ArtifactKind.REPORT,
                store.open(new ArtifactId(after.getString("artifact"))).kind());
    }

    @Test
    void shouldFineTuneByAnAdapterAndPublishItBesideTheMergedModel() throws IOException {
        // Given
        ArtifactId text = TinyDatasets.text(store, 400, 60);
        ArtifactId answers = TinyDatasets.answers(store, 200, 40);
        String base = Runs.run("pretrain", pretraining(text, 60)).getString("artifact");
        Map<String, Object> lora =
                Map.of("rank", 4, "targets", List.of("q_proj", "v_proj", "up_proj"));

        // When
        JsonPath tuned = Runs.run("finetune", with(finetuning(base, answers), "lora", lora));
        JsonPath again = Runs.run("finetune", with(finetuning(base, answers), "lora", lora));
        double before = evaluate(base, answers).getDouble("figures.validationLoss");
        double after =
                evaluate(tuned.getString("artifact"), answers).getDouble("figures.validationLoss");

        // Then: 2 layers of 4 * (32 + 32), 4 * (32 + 32) and 4 * (32 + 64)
        assertSucceeded(tuned);
        assertEquals(tuned.getString("artifact"), again.getString("artifact"));
        assertEquals(2 * 4 * (64 + 64 + 96), tuned.getInt("figures.adapterParameters"));
        assertTrue(after < before, "from " + before + " to " + after);
        assertEquals(after, tuned.getDouble("figures.validationLoss"), 0.02);
        Artifact model =
                store.open(new ArtifactId(tuned.getString("artifact")), ArtifactKind.MODEL);
        assertTrue(
                Files.readString(model.file("adapter/adapter_config.json"))
                        .contains("\"base_model_name_or_path\" : \"" + base + "\""));
        assertMerged(base, model);
    }

    @Test
    void shouldPublishAnAdapterAloneAndMergeItOnRequest() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        ArtifactId answers = TinyDatasets.answers(store, 100, 20);
        String base = Runs.run("pretrain", pretraining(text, 20)).getString("artifact");
        Map<String, Object> lora = Map.of("rank", 4);

        // When
        String merged =
                Runs.run("finetune", with(finetuning(base, answers), "lora", lora))
                        .getString("artifact");
        JsonPath alone =
                Runs.run(
                        "finetune",
                        with(finetuning(base, answers), "lora", Map.of("rank", 4, "merge", false)));
        JsonPath later = Runs.run("merge", Map.of("adapter", alone.getString("artifact")));

        // Then: the adapter has no weights of the model, and merging it later gives the same model
        assertSucceeded(alone);
        Artifact adapter =
                store.open(new ArtifactId(alone.getString("artifact")), ArtifactKind.ADAPTER);
        assertTrue(adapter.has("adapter_model.safetensors"));
        assertFalse(adapter.has("model.safetensors"));
        assertEquals(base, adapter.manifest().configuration().get("base"));
        assertSucceeded(later);
        Artifact first = store.open(new ArtifactId(merged), ArtifactKind.MODEL);
        Artifact second =
                store.open(new ArtifactId(later.getString("artifact")), ArtifactKind.MODEL);
        for (String file : List.of("model.safetensors", "config.json", "generation_config.json")) {
            assertEquals(sha256(first, file), sha256(second, file), file);
        }
        assertEquals(List.of(new ArtifactId(base), adapter.id()), second.manifest().parents());
    }

    private static String sha256(Artifact artifact, String path) {
        return artifact.manifest().files().stream()
                .filter(file -> file.path().equals(path))
                .map(ArtifactFile::sha256)
                .findFirst()
                .orElseThrow();
    }

    /** The base model wearing the adapter that was published says what the published model says. */
    private void assertMerged(String base, Artifact model) throws IOException {
        int[][] ids = {{1, 2, 3, 4, 5}};
        Artifact start = store.open(new ArtifactId(base), ArtifactKind.MODEL);
        try (Engine engine = Engine.open(new EngineOptions("cpu", "f32", 1));
                LanguageModel loaded = LanguageModel.load(engine, start.directory());
                LoraAdapter adapter =
                        LoraAdapter.load(
                                engine,
                                loaded.config(),
                                model.file("adapter/adapter_config.json").getParent());
                LanguageModel adapted = loaded.adapted(adapter);
                LanguageModel merged = LanguageModel.load(engine, model.directory())) {
            float[][] expected = merged.logits(ids)[0];
            float[][] worn = adapted.logits(ids)[0];
            for (int t = 0; t < ids[0].length; t++) {
                assertArrayEquals(expected[t], worn[t], 1e-3f);
            }
        }
    }

    @Test
    void shouldMakeTheSameModelWhenLayersAreRecomputed() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);

        // When
        JsonPath kept = Runs.run("pretrain", pretraining(text, 8));
        JsonPath recomputed = Runs.run("pretrain", with(pretraining(text, 8), "recompute", true));

        // Then
        assertSucceeded(recomputed);
        assertEquals(kept.getString("artifact"), recomputed.getString("artifact"));
    }

    @Test
    void shouldTrainOnAMixtureOfPackedDocumentsThatDoNotSeeEachOther() {
        // Given: seven rows in ten of the one, three of the other, which is read once
        ArtifactId large = TinyDatasets.text(store, 400, 60);
        ArtifactId small = TinyDatasets.text(store, 80, 10);
        Map<String, Object> parameters = new HashMap<>(pretraining(large, 40));
        parameters.remove("dataset");
        parameters.put(
                "mixture",
                List.of(
                        Map.of("dataset", large.value(), "weight", 0.7),
                        Map.of("dataset", small.value(), "weight", 0.3, "epochs", 1)));
        parameters.put("attention", "within-documents");
        parameters.put("packing", "best-fit");
        String one = large.value().substring(0, 8);
        String other = small.value().substring(0, 8);

        // When
        JsonPath run = Runs.run("pretrain", parameters);
        JsonPath again = Runs.run("pretrain", parameters);

        // Then
        assertSucceeded(run);
        assertEquals(run.getString("artifact"), again.getString("artifact"));
        Manifest model =
                store.open(new ArtifactId(run.getString("artifact")), ArtifactKind.MODEL)
                        .manifest();
        assertEquals(List.of(large, small), model.parents());
        assertEquals(
                List.of(
                        Map.of("dataset", large.value(), "weight", 7),
                        Map.of("dataset", small.value(), "weight", 3, "epochs", 1.0)),
                model.configuration().get("mixture"));
        assertEquals("within-documents", model.configuration().get("attention"));
        assertEquals("best-fit", model.configuration().get("packing"));
        assertTrue(run.getDouble("figures.validationLoss") < 3);
        Map<String, Number> figures = run.getMap("figures");
        double mean =
                0.7 * figures.get("validationLoss." + one).doubleValue()
                        + 0.3 * figures.get("validationLoss." + other).doubleValue();
        assertEquals(mean, figures.get("validationLoss").doubleValue(), 1e-4);
        Map<String, Number> numbers = run.getMap("metrics.numbers");
        assertEquals(1, numbers.get("epochs." + other).doubleValue(), 1e-9);
        assertTrue(numbers.get("tokens." + one).doubleValue() > 0, numbers.toString());
    }

    @Test
    void shouldEndAMixtureWithItsEpochs() {
        // Given
        ArtifactId large = TinyDatasets.text(store, 100, 20);
        ArtifactId small = TinyDatasets.text(store, 80, 10);
        Map<String, Object> parameters = new HashMap<>(pretraining(large, 1));
        parameters.remove("dataset");
        parameters.remove("steps");
        parameters.put(
                "mixture",
                List.of(
                        Map.of("dataset", large.value(), "epochs", 1),
                        Map.of("dataset", small.value(), "epochs", 2)));

        // When
        JsonPath run = Runs.run("pretrain", parameters);

        // Then: as many steps as there are whole ones, shares by size, so that both end together
        assertSucceeded(run);
        Map<String, Number> numbers = run.getMap("metrics.numbers");
        double first = numbers.get("epochs." + large.value().substring(0, 8)).doubleValue();
        double second = numbers.get("epochs." + small.value().substring(0, 8)).doubleValue();
        assertEquals(1, first, 0.15);
        assertEquals(2, second, 0.15);
        refused("pretrain", with(parameters, "steps", 1000), 400, "name more epochs");
    }

    @Test
    void shouldRefuseAMixtureThatDoesNotGoTogether() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        String other = TinyDatasets.text(store, 80, 10).value();
        Map<String, Object> one = Map.of("dataset", text.value(), "weight", 1);
        Map<String, Object> parameters = with(pretraining(text, 5), "mixture", List.of(one));

        // Then
        refused("pretrain", parameters, 400, "there were both");
        refusedMixture(text, List.of(one, one), 400, "twice");
        refusedMixture(text, List.of(one, Map.of("dataset", other)), 400, "give one to all");
        refusedMixture(text, List.of(one, Map.of("dataset", other, "weight", 0)), 400, "weight");
        refusedMixture(text, List.of(Map.of("weight", 1)), 400, "dataset");
        refusedMixture(
                text,
                List.of(
                        Map.of("dataset", text.value()),
                        Map.of("dataset", TinyDatasets.otherTokenizer(store).value())),
                422,
                "another tokenizer");
        refused("pretrain", with(pretraining(text, 5), "attention", "none"), 400, "attention");
        refused("pretrain", with(pretraining(text, 5), "packing", "tight"), 400, "packing");
    }

    private static void refusedMixture(
            ArtifactId text, List<Map<String, Object>> mixture, int status, String named) {
        Map<String, Object> parameters = with(pretraining(text, 5), "mixture", mixture);
        parameters.remove("dataset");
        refused("pretrain", parameters, status, named);
    }

    @Test
    void shouldSayWhatEightBitsCost() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 400, 60);
        String model = Runs.run("pretrain", pretraining(text, 60)).getString("artifact");
        Map<String, Object> evaluation = Map.of("model", model, "dataset", text.value());

        // When
        JsonPath whole = Runs.run("evaluate", evaluation);
        JsonPath eight = Runs.run("evaluate", with(evaluation, "weights", "int8"));

        // Then
        assertEquals("int8", eight.getString("figures.weights"));
        double before = whole.getDouble("figures.bitsPerByte");
        double after = eight.getDouble("figures.bitsPerByte");
        assertTrue(
                after != before && Math.abs(after - before) < 0.05 * before, before + " " + after);
    }

    @Test
    void shouldReportTheStepsLive() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        UUID id = UUID.randomUUID();
        Runs.request(id, "pretrain", pretraining(text, 12)).statusCode(202);

        // When
        String events = given().get("/v1/runs/" + id + "/events").then().extract().asString();

        // Then
        for (String name :
                List.of(
                        "loss",
                        "learningRate",
                        "gradientNorm",
                        "tokensPerSecond",
                        "modelFlopsUtilisation",
                        "validationLoss",
                        "bitsPerByte")) {
            assertTrue(events.contains("\"" + name + "\""), name + " in " + events);
        }
        assertTrue(events.contains("event:succeeded"), events);
    }

    @Test
    void shouldStartByAnEventAlone() throws Exception {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        UUID id = UUID.randomUUID();
        Map<String, Object> event =
                Map.of(
                        "specversion", "1.0",
                        "id", UUID.randomUUID().toString(),
                        "source", "/test",
                        "type", "org.athanor.run.requested.v1",
                        "data",
                                Map.of(
                                        "runId", id.toString(),
                                        "kind", "pretrain",
                                        "parameters", pretraining(text, 4)));

        // When
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", Backend.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    "pretrain.run-requested.v1",
                                    id.toString(),
                                    AthanorJson.mapper().writeValueAsString(event)))
                    .get();
        }

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/v1/runs/" + id).statusCode() == 200);
        assertSucceeded(Runs.end(id));
    }

    @Test
    void shouldFailADivergingRunAndKeepItsLastGoodCheckpoint() {
        // Given: a decay that multiplies the weights by -9 a step
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        Map<String, Object> parameters = new HashMap<>(pretraining(text, 200));
        parameters.put("checkpointEvery", 2);
        parameters.put(
                "optimizer",
                Map.of("learningRate", 1e-2, "weightDecay", 1e3, "schedule", "constant"));

        // When
        JsonPath run = Runs.run("pretrain", parameters);

        // Then
        assertEquals("failed", run.getString("state"));
        String reason = run.getString("reason");
        assertTrue(reason.startsWith("training diverged at step "), reason);
        Object kept = checkpointOf(run.getUUID("id")).configuration().get("step");
        assertTrue(reason.endsWith("the checkpoint of step " + kept + " is kept"), reason);
        assertTrue(reason.contains("it went back 2 times"), reason);
        String notice = run.getString("notice.message");
        assertTrue(notice.endsWith("(rollback 2 of 2)"), notice);
        String events = given().get("/v1/runs/" + run.getString("id") + "/events").asString();
        assertEquals(2, events.split("event:notice", -1).length - 1, events);
    }

    @Test
    void shouldFailAtOnceWithAnAbsurdLearningRate() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        Map<String, Object> parameters = new HashMap<>(pretraining(text, 40));
        parameters.put("optimizer", Map.of("learningRate", 1e38, "warmupSteps", 0));

        // When
        JsonPath run = Runs.run("pretrain", parameters);

        // Then
        assertEquals("failed", run.getString("state"));
        assertTrue(
                run.getString("reason").startsWith("training diverged at step 2 of 40"),
                run.getString("reason"));
    }

    @Test
    void shouldRefuseWhatCannotBeTrained() {
        // Given
        ArtifactId text = TinyDatasets.text(store, 100, 20);
        ArtifactId answers = TinyDatasets.answers(store, 60, 10);
        String model = Runs.run("pretrain", pretraining(text, 2)).getString("artifact");
        String unknown = "ab".repeat(32);

        // Then
        refused("pretrain", Map.of("dataset", unknown, "preset", "tiny"), 404, unknown);
        refused("pretrain", Map.of("dataset", model, "preset", "tiny"), 422, "not a dataset");
        refused("pretrain", Map.of("dataset", text.value(), "preset", "giant"), 400, "giant");
        refused("pretrain", Map.of("dataset", text.value()), 400, "neither");
        refused("pretrain", Map.of("preset", "tiny"), 400, "dataset");
        refused("pretrain", with(pretraining(text, 5), "batch", 5000), 422, "too small");
        refused("pretrain", with(pretraining(text, 5), "sequence", 33), 400, "context of 32");
        refused("pretrain", with(pretraining(text, 5), "tokens", 100), 400, "steps or tokens");
        refused("pretrain", with(pretraining(text, 5), "stepz", 1), 400, "stepz");
        refused(
                "pretrain",
                with(pretraining(text, 5), "optimizer", Map.of("warmupSteps", 6)),
                400,
                "warmupSteps 6");
        refused(
                "pretrain",
                Map.of("dataset", text.value(), "preset", "gpt3-175b", "sequence", 8, "batch", 1),
                422,
                "GiB");
        refused("finetune", Map.of("model", model, "dataset", text.value()), 422, "running text");
        refused(
                "finetune",
                Map.of("model", model, "dataset", TinyDatasets.otherTokenizer(store).value()),
                422,
                "another tokenizer");
        refused(
                "finetune",
                Map.of("model", model, "dataset", answers.value(), "batch", 61),
                422,
                "too small");
        refused("finetune", Map.of("model", unknown, "dataset", answers.value()), 404, unknown);
        refused(
                "finetune",
                with(finetuning(model, answers), "lora", Map.of("targets", List.of("c_attn"))),
                400,
                "c_attn");
        refused(
                "finetune",
                with(finetuning(model, answers), "lora", Map.of("rank", 33)),
                400,
                "32");
        refused(
                "finetune",
                with(finetuning(model, answers), "lora", Map.of("rank", 0)),
                400,
                "rank");
        refused("evaluate", Map.of("model", text.value(), "dataset", text.value()), 422, "model");
        refused(
                "evaluate",
                Map.of("model", model, "dataset", TinyDatasets.text(store, 10, 0).value()),
                422,
                "nothing to measure");
    }

    private static void refused(
            String kind, Map<String, Object> parameters, int status, String named) {
        Runs.request(UUID.randomUUID(), kind, parameters)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", is(status))
                .body("detail", containsString(named));
    }

    private static JsonPath evaluate(String model, ArtifactId dataset) {
        return Runs.run("evaluate", Map.of("model", model, "dataset", dataset.value()));
    }

    private static Map<String, Object> pretraining(ArtifactId dataset, int steps) {
        return Map.of(
                "dataset",
                dataset.value(),
                "model",
                SHAPE,
                "steps",
                steps,
                "batch",
                8,
                "optimizer",
                Map.of("learningRate", 1e-2),
                "evaluateEvery",
                steps,
                "evaluationBatches",
                4,
                "checkpointEvery",
                Math.ceilDiv(steps, 2));
    }

    private static Map<String, Object> finetuning(String model, ArtifactId dataset) {
        return Map.of(
                "model",
                model,
                "dataset",
                dataset.value(),
                "epochs",
                2,
                "optimizer",
                Map.of("learningRate", 3e-3));
    }

    private static Map<String, Object> with(
            Map<String, Object> parameters, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    private static void assertSucceeded(JsonPath run) {
        assertEquals("succeeded", run.getString("state"), run.getString("reason"));
    }

    private void assertModel(String id, List<ArtifactId> parents, String stop) throws IOException {
        Artifact model = store.open(new ArtifactId(id), ArtifactKind.MODEL);
        assertEquals(
                List.of(
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                model.manifest().files().stream().map(ArtifactFile::path).sorted().toList());
        assertEquals(parents, model.manifest().parents());
        Tokenizer tokenizer = Tokenizer.load(model.directory());
        assertEquals(
                List.of(tokenizer.idOf(stop)), GenerationConfig.read(model.directory()).stopIds());
    }

    private Manifest checkpointOf(UUID run) {
        List<Manifest> kept =
                store.list(ArtifactKind.CHECKPOINT).stream()
                        .filter(manifest -> run.equals(manifest.run()))
                        .toList();
        assertEquals(1, kept.size(), () -> "one checkpoint is kept, there are " + kept);
        return kept.getFirst();
    }
}
