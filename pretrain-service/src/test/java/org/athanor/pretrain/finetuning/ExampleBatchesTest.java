package org.athanor.pretrain.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
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
}
