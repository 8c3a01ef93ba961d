package org.athanor.rlhf.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.rlhf.checkpoint.PpoCheckpoints;
import org.athanor.rlhf.evaluation.HeldOutEvaluation;
import org.athanor.rlhf.rollout.Prompts;
import org.athanor.rlhf.rollout.RolloutCollector;
import org.athanor.rlhf.rollout.Seeds;
import org.athanor.rlhf.scoring.RewardScorer;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.ppo.PpoTrainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on a model so small that it learns in seconds. */
class PpoRunTest {

    private static final int END = 4;
    private static final int WANTED = 7;
    private static final DecoderConfig CONFIG =
            DecoderConfig.llama(24, 32, 2, 4, 2, 64, 32, true);

    /** One point for every wanted token. */
    private static final RewardScorer COUNT =
            sequences ->
                    ensureActive ->
                            sequences.stream()
                                    .mapToDouble(
                                            tokens ->
                                                    IntStream.of(tokens)
                                                            .filter(token -> token == WANTED)
                                                            .count())
                                    .toArray();

    private static Engine engine;

    @TempDir static Path folder;

    @BeforeAll
    static void open() throws Exception {
        engine = Engine.open();
        for (String split : List.of("train", "validation")) {
            try (TokenShardWriter writer = TokenShardWriter.create(folder, split, 24, true)) {
                for (int document = 0; document < 20; document++) {
                    int content = 8 + document % 16;
                    writer.append(
                            new int[] {1, content, 2, 9, END},
                            new boolean[] {false, false, false, true, true});
                }
            }
        }
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void shouldLearnWhatTheRewardAsksFor() throws Exception {
        // Given
        RecordedContext context = new RecordedContext();

        // When
        Outcome outcome = train(parameters(20), context, folder.resolve("learn"));

        // Then: a random model says the wanted token a third of a time an answer
        assertTrue(outcome.result.before().score() < 1, "before " + outcome.result.before());
        assertTrue(outcome.result.after().score() > 2.5, "after " + outcome.result.after());
        assertTrue(outcome.result.after().kl() > 0);
        Map<String, Double> last = context.metrics.getLast();
        assertTrue(last.get("score") > context.metrics.getFirst().get("score") + 1.5);
        assertTrue(last.get("entropy") < context.metrics.getFirst().get("entropy"));
    }

    @Test
    void shouldMeasureNoDivergenceBeforeAnythingIsLearnt() throws Exception {
        // Given
        RecordedContext context = new RecordedContext();

        // When
        train(parameters(1), context, folder.resolve("identity"));

        // Then
        Map<String, Double> first = context.metrics.getFirst();
        assertEquals(0, first.get("objectiveKl"));
        assertEquals(0, first.get("objectiveKlK3"));
        assertEquals(0, first.get("nonScoreReward"));
        assertTrue(first.get("samplerLogProbDifference") < 0.05, first.toString());
        assertEquals(1, first.get("ratioMean"), 0.2);
    }

    @Test
    void shouldEndWithTheSameWeightsAfterAnInterruption() throws Exception {
        // Given
        String expected =
                train(parameters(4), new RecordedContext(), folder.resolve("whole")).weights;
        Path store = folder.resolve("interrupted");
        RecordedContext context = new RecordedContext();

        // When: it breaks off in the middle of an epoch of the fourth iteration
        context.dieAfter(2 + 3 * 5 + 4);
        assertThrows(
                RecordedContext.Killed.class, () -> train(parameters(4), context, store));
        int done = context.metrics.size();
        String resumed = train(parameters(4), context, store).weights;

        // Then: at most one checkpoint interval was done again
        assertEquals(expected, resumed);
        assertEquals(2, context.lastCheckpoint().orElseThrow().step() / 2);
        assertTrue(context.metrics.size() - done <= 2 + 1, "repeated too much");
    }

    @Test
    void shouldLeaveThePolicyAloneWhileTheValueModelWarmsUp() throws Exception {
        // Given
        PpoParameters parameters = parameters(Map.of("valueWarmupIterations", 2), 2);
        RecordedContext context = new RecordedContext();

        // When
        Outcome outcome = train(parameters, context, folder.resolve("warmup"));

        // Then
        assertEquals(outcome.result.before(), outcome.result.after());
        assertTrue(context.metrics.getLast().get("valueLoss") > 0);
    }

    private record Outcome(PpoRun.Result result, String weights) {}

    private static PpoParameters parameters(int iterations) {
        return parameters(Map.of(), iterations);
    }

    private static PpoParameters parameters(Map<String, Object> changes, int iterations) {
        Map<String, Object> all = new HashMap<>();
        all.putAll(
                Map.of(
                        "policy", "a".repeat(64),
                        "rewardModel", "b".repeat(64),
                        "prompts", "c".repeat(64),
                        "rolloutBatch", 32,
                        "minibatches", 2,
                        "epochs", 2,
                        "maximumTokens", 8,
                        "learningRate", 4e-3,
                        "valueLearningRate", 4e-3,
                        "klCoefficient", 0.02));
        all.putAll(
                Map.of(
                        "iterations", iterations,
                        "approxKlLimit", 1,
                        "missingEndPenalty", 0,
                        "valueWarmupIterations", 0,
                        "evaluationPrompts", 20,
                        "checkpointEvery", 2,
                        "seed", 3));
        all.putAll(changes);
        return AthanorJson.mapper().convertValue(all, PpoParameters.class);
    }

    private static Outcome train(PpoParameters parameters, RecordedContext context, Path store)
            throws Exception {
        try (LanguageModel policy = LanguageModel.initialise(engine, CONFIG, 11);
                LanguageModel reference = policy.copy();
                ScalarModel value = ScalarModel.fromLanguageModel(policy, 12);
                Prompts training = Prompts.open(folder, "train", 20);
                Prompts heldOut = Prompts.open(folder, "validation", 20);
                PpoTrainer trainer =
                        new PpoTrainer(policy, reference, value, parameters.trainerOptions());
                RolloutCollector collector =
                        new RolloutCollector(
                                policy, END, parameters.maximumTokens(), parameters.temperature())) {
            HeldOutEvaluation evaluation =
                    new HeldOutEvaluation(
                            heldOut.first(parameters.evaluationPrompts()),
                            parameters.rolloutBatch(),
                            new Seeds(parameters.seed()).evaluation(),
                            collector,
                            COUNT,
                            trainer);
            PpoCheckpoints checkpoints =
                    new PpoCheckpoints(
                            new DirectoryArtifactStore(
                                    store, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
                            context,
                            List.of(new ArtifactId("a".repeat(64))));
            PpoRun run =
                    new PpoRun(
                            parameters,
                            context,
                            trainer,
                            collector,
                            COUNT,
                            training,
                            evaluation,
                            checkpoints);
            return new Outcome(run.train(), policy.sha256());
        }
    }
}
