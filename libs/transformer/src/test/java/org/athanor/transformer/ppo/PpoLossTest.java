package org.athanor.transformer.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pure functions of {@code ppo.torchscript} on numbers worked by hand. */
class PpoLossTest {

    private static final float EXACT = 1e-6f;

    private static Engine engine;
    private static ScriptModule ppo;

    @BeforeAll
    static void load() {
        engine = Engine.open(EngineOptions.automatic().withComputeType(ComputeType.F32));
        ppo =
                engine.load(
                        new ScriptObject("Ppo")
                                .with("clip_range", 0.2)
                                .with("value_clip_range", 0.2),
                        List.of(ScriptSource.resource(PpoBatch.class, "ppo.torchscript")));
    }

    @AfterAll
    static void close() {
        ppo.close();
        engine.close();
    }

    @Test
    void shouldClipOnlyWhereTheUpdateWouldGoTooFar() {
        // Given: ratios 1.5, 1.5, 0.5, 0.5, 1.1
        float[] logProbs = logs(1.5, 1.5, 0.5, 0.5, 1.1);
        float[] advantages = {1, -1, 1, -1, 2};

        // When
        float[] loss = call("policy_loss", logProbs, new float[5], advantages);

        // Then: a good action's ratio counts up to 1.2, a bad one's down to 0.8
        assertArrayEquals(new float[] {-1.2f, 1.5f, -0.5f, 0.8f, -2.2f}, loss, EXACT);
    }

    @Test
    void shouldClampALogRatioThatIsNoNumberToLearnFrom() {
        // Given: as a reference implementation's own test has it
        float[] logProbs = {100};

        // When
        float[] ratio = call("log_ratio", logProbs, new float[1]);

        // Then
        assertArrayEquals(new float[] {20}, ratio);
    }

    @Test
    void shouldTakeTheWorseOfTheValueErrors() {
        // Given: the old value 0.5 lets the new one count as far as 0.7
        float[] values = {1, 1, 0.6f};
        float[] oldValues = {0.5f, 0.5f, 0.5f};
        float[] returns = {2, 0, 1};

        // When
        float[] loss = call("value_loss", values, oldValues, returns);

        // Then: (0.7 - 2)² / 2, (1 - 0)² / 2, (0.6 - 1)² / 2
        assertArrayEquals(new float[] {0.845f, 0.5f, 0.08f}, loss, EXACT);
    }

    @Test
    void shouldCountActionsWhoseGradientTheClipEnded() {
        // Given
        float[] logProbs = logs(1.5, 1.5, 0.5, 0.5);
        float[] advantages = {1, -1, 1, -1};

        // When
        float[] sums = call("policy_statistics", logProbs, new float[4], advantages);

        // Then: the first and the last; ratio - 1 sums to 0, its square to 1
        double approxKl = Math.pow(Math.log(1.5), 2) + Math.pow(Math.log(0.5), 2);
        assertArrayEquals(new float[] {(float) approxKl, 2, 0, 1}, sums, EXACT);
    }

    @Test
    void shouldCountValuesWhoseGradientTheClipEnded() {
        float[] sums =
                call(
                        "value_statistics",
                        new float[] {1, 1, 0.6f},
                        new float[] {0.5f, 0.5f, 0.5f},
                        new float[] {2, 0, 1});
        assertArrayEquals(new float[] {1}, sums);
    }

    @Test
    void shouldSeeNothingMoveBeforeTheFirstStep() {
        // Given
        float[] logProbs = {-1.25f, -0.1f, -7.5f};

        // When
        float[] sums = call("policy_statistics", logProbs, logProbs, new float[] {1, -1, 3});

        // Then
        assertArrayEquals(new float[4], sums);
    }

    @Test
    void shouldMeasureEntropyInNats() {
        try (NDManager scope = engine.newManager()) {
            // Given: a fair coin and a certain one (of a chance that f32 can hold)
            var rows = scope.create(logs(0.5, 0.5, 1, 1e-30)).reshape(2, 2);

            // When
            float[] entropy =
                    ppo.call("entropy", new Arguments(scope).tensor(rows))
                            .singletonOrThrow()
                            .toFloatArray();

            // Then
            assertEquals(Math.log(2), entropy[0], EXACT);
            assertEquals(0, entropy[1], EXACT);
        }
    }

    private static float[] call(String function, float[]... arguments) {
        try (NDManager scope = engine.newManager()) {
            Arguments all = new Arguments(scope);
            for (float[] argument : arguments) {
                all.tensor(scope.create(argument));
            }
            return ppo.call(function, all).singletonOrThrow().toFloatArray();
        }
    }

    private static float[] logs(double... ratios) {
        float[] logs = new float[ratios.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(ratios[i]);
        }
        return logs;
    }
}
