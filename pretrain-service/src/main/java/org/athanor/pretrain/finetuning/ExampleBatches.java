package org.athanor.pretrain.finetuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.training.TokenBatch;

/**
 * Examples in a shuffled order, one a row, padded on the right. Those of a step are spread over its
 * micro-batches by length, which changes nothing in its loss and leaves little to pad.
 */
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
        List<Row> rows = new ArrayList<>(batch * accumulation);
        long tokens = 0;
        for (int i = 0; i < batch * accumulation; i++) {
            long example = cursor.next();
            rows.add(new Row(examples.tokens(example), examples.counted(example)));
            tokens += rows.getLast().tokens().length - 1;
        }
        rows.sort(Comparator.comparingInt(row -> row.tokens().length));
        List<TokenBatch> microBatches = new ArrayList<>(accumulation);
        for (int from = 0; from < rows.size(); from += batch) {
            List<Row> together = rows.subList(from, from + batch);
            microBatches.add(
                    TokenBatch.ofExamples(
                            together.stream().map(Row::tokens).toList(),
                            together.stream().map(Row::counted).toList()));
        }
        return new Step(microBatches, tokens);
    }

    private record Row(int[] tokens, boolean[] counted) {}

    @Override
    public DatasetCursor.Position position() {
        return cursor.position();
    }
}
