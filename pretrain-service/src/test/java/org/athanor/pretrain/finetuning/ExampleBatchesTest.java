package org.athanor.pretrain.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.training.Evaluation;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleBatchesTest {

    @TempDir Path folder;

    @Test
    void shouldTrainTheCompletionAndItsEndAloneAndPadOnTheRight() throws IOException {
        // Given: prompts 1.. and completions 5 .. 9, where 9 ends the turn
        try (TokenShardWriter writer = TokenShardWriter.create(folder, "train", 10, true)) {
            writer.append(new int[] {1, 5, 9}, new boolean[] {false, true, true});
            writer.append(
                    new int[] {1, 2, 5, 6, 9}, new boolean[] {false, false, true, true, true});
        }
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            Examples examples = new Examples(shard, 8);

            // When
            TrainingBatches.Step step =
                    new ExampleBatches(examples, new DatasetCursor(2, 1), 2, 1).next();

            // Then
            TokenBatch batch = step.microBatches().getFirst();
            int shorter = batch.inputs()[0][1] == 5 ? 0 : 1;
            int not = TokenBatch.IGNORED;
            assertArrayEquals(new int[] {5, 9, not, not}, batch.targets()[shorter]);
            assertArrayEquals(new int[] {not, 5, 6, 9}, batch.targets()[1 - shorter]);
            assertEquals(6, step.tokens());
            assertEquals(5, batch.countedTokens());
        }
    }

    @Test
    void shouldPackShortExamplesIntoRowsOfTheSameLoss() throws IOException {
        // Given: 64 examples of 3 to 40 tokens
        Random random = new Random(2);
        try (TokenShardWriter writer = TokenShardWriter.create(folder, "train", 30, true)) {
            for (int i = 0; i < 64; i++) {
                int[] ids = random.ints(3 + random.nextInt(38), 0, 30).toArray();
                boolean[] counted = new boolean[ids.length];
                Arrays.fill(counted, ids.length / 2, ids.length, true);
                writer.append(ids, counted);
            }
        }
        try (TokenShard shard = TokenShard.open(folder, "train");
                Engine engine = Engine.open(new EngineOptions("cpu", "f32", 1));
                LanguageModel model =
                        LanguageModel.initialise(
                                engine, DecoderConfig.llama(30, 16, 2, 2, 2, 32, 40, true), 1);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(
                                model, OptimizerConfig.pretraining(), Schedule.constant(1e-3))) {
            Examples examples = new Examples(shard, 40);
            for (int accumulation : new int[] {1, 4}) {
                // When
                TrainingBatches.Step step =
                        new ExampleBatches(
                                        examples,
                                        new DatasetCursor(64, 1),
                                        64 / accumulation,
                                        accumulation)
                                .next();

                // Then
                List<TokenBatch> packed = step.microBatches();
                long rows = packed.stream().mapToLong(batch -> batch.inputs().length).sum();
                int time = packed.getFirst().time();
                assertTrue(packed.getFirst().documents() != null);
                assertTrue(rows * time < 1.1 * step.tokens(), rows + " rows of " + time);
                assertTrue(packed.size() <= accumulation);
                assertTrue(packed.stream().allMatch(b -> b.inputs().length <= 64 / accumulation));
                assertEquals(loss(trainer, List.of(padded(examples))), loss(trainer, packed), 1e-5);
            }
        }
    }

    private static TokenBatch padded(Examples examples) {
        List<int[]> tokens = new ArrayList<>();
        List<boolean[]> counted = new ArrayList<>();
        for (long i = 0; i < examples.count(); i++) {
            tokens.add(examples.tokens(i));
            counted.add(examples.counted(i));
        }
        return TokenBatch.ofExamples(tokens, counted);
    }

    private static double loss(LanguageModelTrainer trainer, List<TokenBatch> batches) {
        return batches.stream()
                .map(trainer::evaluate)
                .reduce(Evaluation.NOTHING, Evaluation::plus)
                .loss();
    }
}
