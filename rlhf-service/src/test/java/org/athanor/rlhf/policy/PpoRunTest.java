package org.athanor.rlhf.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.athanor.testkit.ChildJvm;
import org.athanor.transformer.engine.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop: that it learns, what holds before it does, and that breaking it off changes nothing. */
class PpoRunTest {

    private static Engine engine;

    @TempDir static Path folder;

    @BeforeAll
    static void open() throws Exception {
        engine = Engine.open();
        TinyTraining.writePrompts(folder.resolve("prompts"));
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
        TinyTraining.Outcome outcome = train(20, Map.of(), context, "learn");

        // Then: a random model says the wanted token a third of a time an answer
        PpoRun.Result result = outcome.result();
        assertTrue(result.before().score() < 1, "before " + result.before());
        assertTrue(result.after().score() > 2.5, "after " + result.after());
        assertTrue(result.after().kl() > 0);
        Map<String, Double> first = context.metrics.getFirst();
        Map<String, Double> last = context.metrics.getLast();
        assertTrue(last.get("score") > first.get("score") + 1.5, last.toString());
        assertTrue(last.get("entropy") < first.get("entropy"), last.toString());
        assertTrue(last.get("explainedVariance") > first.get("explainedVariance"));
    }

    @Test
    void shouldMoveByAdaptersAndEndWithTheSameAfterAnInterruption() throws Exception {
        // Given
        Map<String, Object> adapters =
                Map.of("lora", Map.of("rank", 8), "learningRate", 2e-2, "valueLearningRate", 1e-2);

        // When
        RecordedContext whole = new RecordedContext();
        TinyTraining.Outcome outcome = train(8, adapters, whole, "adapters");
        RecordedContext context = new RecordedContext();
        context.dieAfter(20);
        assertThrows(
                RecordedContext.Killed.class, () -> train(8, adapters, context, "adapters-killed"));
        String resumed = train(8, adapters, context, "adapters-killed").weights();

        // Then: it starts as its reference, with which it shares its weights, and leaves it
        assertEquals(0, whole.metrics.getFirst().get("objectiveKl"));
        double moved = Math.abs(whole.metrics.getLast().get("objectiveKl"));
        assertTrue(moved > 1e-3, "nats a response: " + moved);
        assertEquals(outcome.weights(), resumed);
    }

    @Test
    void shouldMeasureNoDivergenceBeforeAnythingIsLearnt() throws Exception {
        // Given
        RecordedContext context = new RecordedContext();

        // When
        train(1, Map.of("epochs", 1, "minibatches", 1), context, "identity");

        // Then
        Map<String, Double> first = context.metrics.getFirst();
        assertEquals(0, first.get("objectiveKl"));
        assertEquals(0, first.get("objectiveKlK3"));
        assertEquals(0, first.get("nonScoreReward"));
        assertEquals(0, first.get("approxKl"));
        assertEquals(0, first.get("clipFraction"));
        assertEquals(1, first.get("ratioMean"));
        assertEquals(0, first.get("ratioVariance"));
        assertTrue(first.get("samplerLogProbDifference") < 0.05, first.toString());
    }

    @Test
    void shouldEndWithTheSameWeightsAfterAnInterruption() throws Exception {
        // Given
        String expected = train(4, Map.of(), new RecordedContext(), "whole").weights();
        RecordedContext context = new RecordedContext();

        // When: it breaks off in the middle of an epoch of the fourth iteration
        context.dieAfter(20);
        assertThrows(
                RecordedContext.Killed.class, () -> train(4, Map.of(), context, "interrupted"));
        int done = context.metrics.size();
        String resumed = train(4, Map.of(), context, "interrupted").weights();

        // Then: one checkpoint interval at most was done again
        assertEquals(3, done);
        assertEquals(expected, resumed);
        assertEquals(3 + 2, context.metrics.size());
    }

    @Test
    void shouldEndWithTheSameWeightsAfterItsProcessWasKilled() throws Exception {
        // Given
        String expected = train(4, Map.of(), new RecordedContext(), "unharmed").weights();

        // When: kill -9 in the middle of an epoch of the fourth iteration
        try (ChildJvm first = child(20)) {
            first.awaitLog("step 20");
            first.kill();
        }
        try (ChildJvm second = child(0)) {
            second.awaitLog("weights ");

            // Then
            String log = second.log();
            assertTrue(log.contains("resumes after iteration 2"), log);
            assertTrue(log.contains("weights " + expected), log);
        }
    }

    private static ChildJvm child(int lastStep) throws Exception {
        return ChildJvm.of(
                TinyTrainingMain.class,
                Map.of(),
                folder.resolve("prompts").toString(),
                folder.resolve("killed").toString(),
                Integer.toString(lastStep));
    }

    @Test
    void shouldLeaveThePolicyAloneWhileTheValueModelWarmsUp() throws Exception {
        // Given
        RecordedContext context = new RecordedContext();

        // When
        PpoRun.Result result =
                train(2, Map.of("valueWarmupIterations", 2), context, "warmup").result();

        // Then
        assertEquals(result.before(), result.after());
        assertTrue(context.metrics.getLast().get("valueLoss") > 0);
    }

    @Test
    void shouldLearnNoMoreBeyondTheKlLimit() throws Exception {
        // Given
        RecordedContext context = new RecordedContext();

        // When
        train(20, Map.of("klLimit", 0.02), context, "limit");

        // Then: it is not learnt from the rollout that was too far away
        int learnt = context.metrics.size();
        assertTrue(learnt >= 1 && learnt < 10, "iterations: " + learnt);
        assertTrue(context.metrics.getLast().get("objectiveKl") <= 0.02);
        assertEquals(learnt, context.lastCheckpoint().orElseThrow().step());
    }

    private static TinyTraining.Outcome train(
            int iterations, Map<String, Object> changes, RecordedContext context, String store)
            throws Exception {
        return TinyTraining.train(
                engine,
                folder.resolve("prompts"),
                TinyTraining.parameters(iterations, changes),
                context,
                folder.resolve(store));
    }
}
