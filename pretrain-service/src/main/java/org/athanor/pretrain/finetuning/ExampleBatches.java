package org.athanor.pretrain.finetuning;

import java.util.ArrayList;
import java.util.List;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.training.TokenBatch;

/** Examples in a shuffled order, one a row, padded on the right. */
final class ExampleBatches implements TrainingBatches {

    private final Examples examples;
    private final DatasetCursor cursor;
    private final int batch;
    private final int accumulation;

    ExampleBatches(Examples examples, DatasetCursor cursor, int batch, int accumulation) {
        this.examples = examples;
        this.cursor = cursor;
        this.batch = batch;
        this.accumulation = accumulation;
    }

    @Override
    public Step next() {
        List<TokenBatch> microBatches = new ArrayList<>(accumulation);
        long tokens = 0;
        for (int i = 0; i < accumulation; i++) {
            List<int[]> rows = new ArrayList<>(batch);
            List<boolean[]> counted = new ArrayList<>(batch);
            for (int row = 0; row < batch; row++) {
                long example = cursor.next();
                rows.add(examples.tokens(example));
                counted.add(examples.counted(example));
                tokens += rows.getLast().length - 1;
            }
            microBatches.add(TokenBatch.ofExamples(rows, counted));
        }
        return new Step(microBatches, tokens);
    }

    @Override
    public DatasetCursor.Position position() {
        return cursor.position();
    }
}
