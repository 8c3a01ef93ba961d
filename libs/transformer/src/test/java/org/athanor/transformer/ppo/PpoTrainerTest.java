package org.athanor.transformer.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.decoding.Completion;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.training.NonFiniteLossException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The identities that hold before anything is learnt, and that what is learnt is the right thing. */
class PpoTrainerTest {

    private static final DecoderConfig CONFIG = DecoderConfig.llama(40, 32, 2, 4, 2, 48, 64, true);
    private static final PpoOptions OPTIONS = new PpoOptions(0.7, 0.2, 0.2, 0.1, 1);
    private static final List<int[]> PROMPTS =
            List.of(new int[] {1, 9, 12, 2}, new int[] {1, 30, 2}, new int[] {1, 7, 8, 9, 10, 2});
    private static final List<int[]> ANSWERS =
            List.of(new int[] {20, 21, 4}, new int[] {11, 11, 35, 36, 4}, new int[] {5});

    private Engine engine;
    private LanguageModel policy;
    private LanguageModel reference;
    private ScalarModel value;

    @TempDir Path folder;

    private PpoTrainer trainer(ComputeType type) {
        engine = Engine.open(EngineOptions.automatic().withComputeType(type));
        policy = LanguageModel.initialise(engine, CONFIG, 7);
        reference = policy.copy();
        value = ScalarModel.fromLanguageModel(policy, 8);
        return new PpoTrainer(policy, reference, value, OPTIONS);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            value.close();
            reference.close();
            policy.close();
            engine.close();
            engine = null;
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void shouldGiveTheLogProbsThatTheModelGives(ComputeType type) {
        try (PpoTrainer trainer = trainer(type)) {
            // When
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 8);
            double[][] logProbs = batch.unflatten(trainer.forward(batch).logProbs());

            // Then: row by row and unpadded, at the same temperature
            float tolerance = type == ComputeType.F32 ? 2e-5f : 3e-2f;
            for (int row = 0; row < PROMPTS.size(); row++) {
                int[][] sequence = {join(PROMPTS.get(row), ANSWERS.get(row))};
                float[] expected = policy.logProbs(sequence, 0.7f)[0];
                int first = PROMPTS.get(row).length - 1;
                for (int t = 0; t < ANSWERS.get(row).length; t++) {
                    assertEquals(expected[first + t], logProbs[row][t], tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void shouldStartAtRatioOneAndKlZeroExactly(ComputeType type) {
        try (PpoTrainer trainer = trainer(type)) {
            // Given
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 2);
            PpoForward forward = trainer.forward(batch);

            // When
            PolicyStep step =
                    trainer.updatePolicy(batch, forward.logProbs(), advantages(batch), 1e-3);

            // Then
            assertArrayEquals(forward.refLogProbs(), forward.logProbs());
            assertEquals(0, step.approxKl());
            assertEquals(0, step.clipFraction());
            assertEquals(1, step.ratioMean());
            assertEquals(0, step.ratioVariance());
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void shouldRankAGreedilySampledTokenFirst(ComputeType type) {
        try (PpoTrainer trainer = trainer(type);
                Generator generator = new Generator(policy)) {
            // Given
            List<int[]> answers =
                    generator.generate(PROMPTS, SamplingOptions.greedy(5, Set.of())).stream()
                            .map(Completion::tokens)
                            .toList();
            PpoBatch batch = new PpoBatch(PROMPTS, answers, 8);

            // When
            double[][] logProbs = batch.unflatten(trainer.forward(batch).logProbs());

            // Then: no other token at its place is likelier, up to the kernels' rounding
            double tolerance = type == ComputeType.F32 ? 1e-4 : 5e-2;
            for (int row = 0; row < answers.size(); row++) {
                for (int t = 0; t < answers.get(row).length; t++) {
                    double best = best(join(PROMPTS.get(row), Arrays.copyOf(answers.get(row), t)));
                    assertEquals(best, logProbs[row][t], tolerance);
                }
            }
        }
    }

    private double best(int[] context) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < CONFIG.vocabularySize(); token++) {
            float[] row = policy.logProbs(new int[][] {join(context, new int[] {token})}, 0.7f)[0];
            largest = Math.max(largest, row[row.length - 1]);
        }
        return largest;
    }

    @Test
    void shouldReadTheSameWhateverTheMicroBatches() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            PpoForward together = trainer.forward(new PpoBatch(PROMPTS, ANSWERS, 8));
            PpoForward alone = trainer.forward(new PpoBatch(PROMPTS, ANSWERS, 1));
            assertArrayEquals(together.logProbs(), alone.logProbs(), 1e-5f);
            assertArrayEquals(together.values(), alone.values(), 1e-5f);
            assertArrayEquals(together.entropies(), alone.entropies(), 1e-4f);
        }
    }

    @Test
    void shouldTakeTheSameStepWhateverTheMicroBatches() {
        // Given: rows of very different lengths, so that a mean of means would differ
        double[] whole = stepNorms(8);

        // When
        double[] split = stepNorms(1);

        // Then
        assertArrayEquals(whole, split, 1e-5);
    }

    private double[] stepNorms(int rowsAtOnce) {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, rowsAtOnce);
            PpoForward forward = trainer.forward(batch);
            PolicyStep policyStep =
                    trainer.updatePolicy(batch, forward.logProbs(), advantages(batch), 1e-3);
            ValueStep valueStep =
                    trainer.updateValue(batch, forward.values(), advantages(batch), 1e-3);
            return new double[] {
                policyStep.loss(),
                policyStep.gradientNorm(),
                valueStep.loss(),
                valueStep.gradientNorm()
            };
        } finally {
            close();
        }
    }

    @Test
    void shouldMakeGoodActionsLikelierAndBadOnesLessLikely() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            // Given: the first answer is good, the second bad
            PpoBatch batch = new PpoBatch(PROMPTS.subList(0, 2), ANSWERS.subList(0, 2), 8);
            PpoForward before = trainer.forward(batch);
            float[] advantages = {1, 1, 1, -1, -1, -1, -1, -1};

            // When
            for (int step = 0; step < 5; step++) {
                trainer.updatePolicy(batch, before.logProbs(), advantages, 1e-3);
            }

            // Then
            double[][] change = batch.unflatten(difference(trainer.forward(batch), before));
            assertTrue(Arrays.stream(change[0]).sum() > 0.05, Arrays.toString(change[0]));
            assertTrue(Arrays.stream(change[1]).sum() < -0.05, Arrays.toString(change[1]));
            assertNotEquals(reference.sha256(), policy.sha256());
        }
    }

    private static float[] difference(PpoForward after, PpoForward before) {
        float[] difference = new float[before.logProbs().length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = after.logProbs()[i] - before.logProbs()[i];
        }
        return difference;
    }

    @Test
    void shouldStopLearningFromActionsBeyondTheTrustRegion() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            // Given: all actions were so unlikely under the old policy that their ratios exceed 1.2
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 8);
            float[] oldLogProbs = trainer.forward(batch).logProbs();
            for (int i = 0; i < oldLogProbs.length; i++) {
                oldLogProbs[i] -= 1;
            }
            float[] advantages = new float[oldLogProbs.length];
            Arrays.fill(advantages, 1);

            // When
            PolicyStep step = trainer.updatePolicy(batch, oldLogProbs, advantages, 1e-3);

            // Then
            assertEquals(0, step.gradientNorm());
            assertEquals(1, step.clipFraction());
            assertEquals(-1.2, step.loss(), 1e-6);
            assertEquals(0.5, step.approxKl(), 1e-5);
        }
    }

    @Test
    void shouldBringValuesTowardsReturns() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            // Given
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 8);
            float[] returns = advantages(batch);
            double first =
                    trainer.updateValue(batch, trainer.forward(batch).values(), returns, 0).loss();

            // When
            double last = first;
            for (int step = 0; step < 60; step++) {
                float[] values = trainer.forward(batch).values();
                last = trainer.updateValue(batch, values, returns, 3e-3).loss();
            }

            // Then
            assertTrue(last < first / 4, "from " + first + " to " + last);
        }
    }

    @Test
    void shouldRefuseALossThatIsNoNumberAndKeepTheWeights() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            // Given
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 8);
            float[] advantages = advantages(batch);
            advantages[2] = Float.NaN;
            String before = policy.sha256();
            float[] logProbs = trainer.forward(batch).logProbs();

            // When
            assertThrows(
                    NonFiniteLossException.class,
                    () -> trainer.updatePolicy(batch, logProbs, advantages, 1e-3));

            // Then
            assertEquals(before, policy.sha256());
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void shouldContinueBitByBitFromACheckpoint(ComputeType type) throws IOException {
        try (PpoTrainer trainer = trainer(type)) {
            // Given
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 2);
            steps(trainer, batch, 2);
            trainer.saveCheckpoint(folder);
            steps(trainer, batch, 2);
            String policyAfter = policy.sha256();
            String valueAfter = value.sha256();

            // When
            trainer.restore(folder);
            steps(trainer, batch, 2);

            // Then
            assertEquals(policyAfter, policy.sha256());
            assertEquals(valueAfter, value.sha256());
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void shouldLearnByAdaptersOverWeightsThatItSharesWithItsReference(ComputeType type)
            throws IOException {
        trainer(type).close();
        String before = policy.sha256();
        LoraConfig config = LoraConfig.allLinear(4, 8);
        try (LoraAdapter ofPolicy = LoraAdapter.initialise(engine, CONFIG, config, 1);
                LoraAdapter ofValue = LoraAdapter.initialise(engine, CONFIG, config, 2);
                LanguageModel adapted = policy.adapted(ofPolicy);
                ScalarModel adaptedValue = value.adapted(ofValue);
                PpoTrainer trainer = new PpoTrainer(adapted, policy, adaptedValue, OPTIONS)) {
            // Given: nothing learnt yet
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 2);
            PpoForward first = trainer.forward(batch);
            assertArrayEquals(first.refLogProbs(), first.logProbs());

            // When
            steps(trainer, batch, 2);
            trainer.saveCheckpoint(folder);
            steps(trainer, batch, 2);
            String policyAfter = ofPolicy.sha256();
            String valueAfter = adaptedValue.learning().sha256();
            trainer.restore(folder);
            assertNotEquals(policyAfter, ofPolicy.sha256());
            steps(trainer, batch, 2);

            // Then
            PpoForward last = trainer.forward(batch);
            assertArrayEquals(first.refLogProbs(), last.refLogProbs());
            assertTrue(gain(first, last, batch) > 0.01, "gain " + gain(first, last, batch));
            assertEquals(before, policy.sha256());
            assertEquals(policyAfter, ofPolicy.sha256());
            assertEquals(valueAfter, adaptedValue.learning().sha256());
        }
    }

    /** How much likelier actions have become, weighted by their advantages. */
    private static double gain(PpoForward before, PpoForward after, PpoBatch batch) {
        float[] advantages = advantages(batch);
        float[] difference = difference(after, before);
        double gain = 0;
        for (int i = 0; i < difference.length; i++) {
            gain += advantages[i] * difference[i];
        }
        return gain;
    }

    private static void steps(PpoTrainer trainer, PpoBatch batch, int count) {
        for (int step = 0; step < count; step++) {
            PpoForward forward = trainer.forward(batch);
            trainer.updatePolicy(batch, forward.logProbs(), advantages(batch), 1e-3);
            trainer.updateValue(batch, forward.values(), advantages(batch), 1e-3);
        }
    }

    @Test
    void shouldPutValuesOnTheScaleOfTheScores() {
        try (PpoTrainer trainer = trainer(ComputeType.F32)) {
            // Given
            PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 8);
            float[] raw = trainer.forward(batch).values();

            // When
            ValueHead.rescale(value, 3, -0.5);

            // Then
            float[] rescaled = trainer.forward(batch).values();
            for (int i = 0; i < raw.length; i++) {
                assertEquals(3 * raw[i] - 0.5, rescaled[i], 1e-4);
            }
        }
    }

    private static float[] advantages(PpoBatch batch) {
        float[] advantages = new float[batch.actions()];
        for (int i = 0; i < advantages.length; i++) {
            advantages[i] = (float) Math.sin(1 + 2.3 * i);
        }
        return advantages;
    }

    private static int[] join(int[] head, int[] tail) {
        int[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }
}
