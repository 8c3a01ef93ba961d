package org.athanor.transformer.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardTrainerTest {

    private static final double LN_2 = 0.6931471805599453;

    private static Engine engine;

    @BeforeAll
    static void open() {
        engine = Engine.open(new EngineOptions("cpu", "f32", 2));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void shouldComeNearTheBayesAccuracyUnderFlippedLabels() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 3e-3, 150)) {
            // Given: every tenth label is wrong, so nothing can predict more than 0.9 of them
            PreferenceOracle annotators = new PreferenceOracle(3, 0.1);

            // When
            for (int step = 0; step < 150; step++) {
                trainer.step(annotators.batch(32));
            }

            // Then: without wrong labels the rule is right always
            PreferenceBatch unseen = new PreferenceOracle(4, 0).batch(500);
            assertTrue(accuracy(model, unseen) >= 0.97, "accuracy " + accuracy(model, unseen));
        }
    }

    @Test
    void shouldGiveTheMeanOfThePairsGradientsWhenAnswersAreShared() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 1e-3, 10);
                NDManager scope = engine.newManager()) {
            // Given: four ranked answers are six pairs
            int[][] answers = {{2, 3, 1}, {2, 4, 5, 1}, {2, 1}, {2, 7, 7, 7, 1}};
            int[] first = {0, 0, 0, 1, 1, 2};
            int[] second = {1, 2, 3, 2, 3, 3};
            float[] preferred = {1, 1, 0, 0.5f, 0, 1};

            // When
            NDList together =
                    trainer.gradients(
                            scope, new PreferenceBatch(answers, first, second, preferred));
            double loss = 0;
            double[] sum = new double[gradient(together).length];
            for (int pair = 0; pair < first.length; pair++) {
                int[][] two = {answers[first[pair]], answers[second[pair]]};
                NDList alone =
                        trainer.gradients(
                                scope,
                                new PreferenceBatch(
                                        two,
                                        new int[] {0},
                                        new int[] {1},
                                        new float[] {preferred[pair]}));
                loss += alone.get(0).getFloat() / first.length;
                float[] gradient = gradient(alone);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += gradient[i] / first.length;
                }
            }

            // Then
            assertEquals(loss, together.get(0).getFloat(), 1e-6);
            float[] gradient = gradient(together);
            for (int i = 0; i < sum.length; i++) {
                assertEquals(sum[i], gradient[i], 1e-6);
            }
        }
    }

    @Test
    void shouldContinueFromACheckpointBitByBit(@TempDir Path folder) throws Exception {
        PreferenceOracle oracle = new PreferenceOracle(5, 0);
        PreferenceBatch[] batches = {oracle.batch(4), oracle.batch(4), oracle.batch(4)};
        try (ScalarModel uninterrupted = model(1);
                RewardTrainer first = trainer(uninterrupted, 1e-3, 4);
                ScalarModel resumed = model(9);
                RewardTrainer second = trainer(resumed, 1e-3, 4)) {
            // Given
            first.step(batches[0]);
            first.step(batches[1]);
            first.saveCheckpoint(folder);
            first.step(batches[2]);

            // When
            second.restore(folder);
            assertEquals(2, second.steps());
            assertNotEquals(uninterrupted.sha256(), resumed.sha256());
            second.step(batches[2]);

            // Then
            assertEquals(uninterrupted.sha256(), resumed.sha256());
        }
    }

    @Test
    void shouldLearnByAnAdapterAndTheHeadAndContinueBitByBit(@TempDir Path folder)
            throws Exception {
        PreferenceOracle oracle = new PreferenceOracle(3, 0);
        try (ScalarModel base = model(1);
                ScalarModel sameBase = model(1);
                LoraAdapter adapter = adapter(base, 2);
                LoraAdapter other = adapter(base, 9);
                ScalarModel adapted = base.adapted(adapter);
                ScalarModel resumed = sameBase.adapted(other);
                RewardTrainer first = trainer(adapted, 1e-2, 150);
                RewardTrainer second = trainer(resumed, 1e-2, 150)) {
            // Given
            List<float[]> body = body(base);

            // When
            PreferenceBatch last = null;
            for (int step = 0; step < 150; step++) {
                if (step == 149) {
                    first.saveCheckpoint(folder);
                }
                last = oracle.batch(32);
                first.step(last);
            }
            second.restore(folder);
            second.step(last);

            // Then
            PreferenceBatch unseen = new PreferenceOracle(4, 0).batch(500);
            assertTrue(accuracy(adapted, unseen) >= 0.95, "was " + accuracy(adapted, unseen));
            List<float[]> after = body(base);
            for (int i = 0; i < body.size(); i++) {
                assertArrayEquals(body.get(i), after.get(i), "weight " + i + " of the body");
            }
            assertEquals(adapter.sha256(), other.sha256());
            assertEquals(base.sha256(), sameBase.sha256(), "the head");
            try (ScalarModel merged = adapted.merged();
                    ScalarModel fresh = model(1)) {
                assertArrayEquals(
                        adapted.score(unseen.sequences()), merged.score(unseen.sequences()), 1e-3f);
                assertNotEquals(fresh.sha256(), base.sha256());
            }
        }
    }

    private static LoraAdapter adapter(ScalarModel base, long seed) {
        return LoraAdapter.initialise(engine, base.config(), LoraConfig.allLinear(8, 16), seed);
    }

    /** All weights but the head and its bias. */
    private static List<float[]> body(ScalarModel model) {
        List<NDArray> tensors = model.weights().tensors();
        return tensors.subList(0, tensors.size() - 2).stream().map(NDArray::toFloatArray).toList();
    }

    @Test
    void shouldReadTheScoreAtTheLastTokenWhateverThePadding() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 1e-3, 4);
                NDManager scope = engine.newManager()) {
            // Given
            int[][] ragged = {{2, 3, 1}, {2, 4, 5, 6, 7, 8, 1}};

            // When
            float margin =
                    trainer.gradients(
                                    scope,
                                    new PreferenceBatch(
                                            ragged, new int[] {0}, new int[] {1}, new float[] {1}))
                            .get(1)
                            .toFloatArray()[0];

            // Then
            float alone =
                    model.score(new int[][] {ragged[0]})[0]
                            - model.score(new int[][] {ragged[1]})[0];
            assertEquals(alone, margin, 1e-5);
        }
    }

    @Test
    void shouldReportATieAsACoin() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 1e-3, 4)) {
            // Given
            int[][] same = {{2, 3, 1}};
            PreferenceBatch tie =
                    new PreferenceBatch(same, new int[] {0}, new int[] {0}, new float[] {0.5f});

            // When
            RewardStep step = trainer.step(tie);

            // Then
            assertEquals(LN_2, step.loss(), 1e-6);
            assertEquals(0.5, step.accuracy());
            assertEquals(0, step.margin());
        }
    }

    @Test
    void shouldFailBeforeTheWeightsAreTouchedWhenTheLossIsNotANumber() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 1e30, 4)) {
            // Given
            PreferenceBatch batch = new PreferenceOracle(5, 0).batch(4);
            trainer.step(batch);
            String before = model.sha256();

            // When, Then
            assertThrows(NonFiniteLossException.class, () -> trainer.step(batch));
            assertEquals(before, model.sha256());
            assertEquals(1, trainer.steps());
        }
    }

    @Test
    void shouldRefuseSequencesThatTheModelCannotRead() {
        try (ScalarModel model = model(1);
                RewardTrainer trainer = trainer(model, 1e-3, 4)) {
            int[][] outside = {{2, PreferenceOracle.VOCABULARY}, {2}};
            PreferenceBatch batch =
                    new PreferenceBatch(outside, new int[] {0}, new int[] {1}, new float[] {1});

            assertThrows(IllegalArgumentException.class, () -> trainer.step(batch));
        }
    }

    private static float[] gradient(NDList results) {
        // The second weight of the first layer, which every token has a part in.
        float[] gradient = results.get(4).toFloatArray();
        assertArrayEquals(
                new long[] {32 * 3, 32}, results.get(4).getShape().getShape(), "qkv expected");
        return gradient;
    }

    private static double accuracy(ScalarModel model, PreferenceBatch batch) {
        float[] scores = model.score(batch.sequences());
        double right = 0;
        for (int pair = 0; pair < batch.pairs(); pair++) {
            double margin = scores[batch.first()[pair]] - scores[batch.second()[pair]];
            right += BradleyTerry.agreement(margin, batch.preferred()[pair]);
        }
        return right / batch.pairs();
    }

    private static ScalarModel model(long seed) {
        DecoderConfig config =
                DecoderConfig.llama(
                        PreferenceOracle.VOCABULARY,
                        32,
                        2,
                        2,
                        2,
                        64,
                        PreferenceOracle.CONTEXT,
                        true);
        try (LanguageModel language = LanguageModel.initialise(engine, config, seed)) {
            return ScalarModel.fromLanguageModel(language, seed);
        }
    }

    private static RewardTrainer trainer(ScalarModel model, double rate, long steps) {
        return new RewardTrainer(
                model, OptimizerConfig.feedback(), Schedule.linear(rate, 0, steps + 1));
    }
}
