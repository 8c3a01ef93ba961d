package org.athanor.pretrain.finetuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.ExampleRows;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.TokenRow;
import org.athanor.transformer.training.TokenBatch;

/**
 * Examples in a shuffled order. Those of a step are spread over its micro-batches by length, one a row and
 * padded on the right, or packed into rows in which they do not see each other, whichever goes through
 * fewer tokens. It is the same loss.
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
        List<TokenBatch> padded = padded(rows);
        List<TokenBatch> packed = packed(rows);
        return new Step(area(packed) < area(padded) ? packed : padded, tokens);
    }

    private List<TokenBatch> padded(List<Row> rows) {
        List<TokenBatch> microBatches = new ArrayList<>(accumulation);
        for (int from = 0; from < rows.size(); from += batch) {
            List<Row> together = rows.subList(from, from + batch);
            microBatches.add(
                    TokenBatch.ofExamples(
                            together.stream().map(Row::tokens).toList(),
                            together.stream().map(Row::counted).toList()));
        }
        return microBatches;
    }

    /** As many micro-batches as are needed, which have one row more or less than each other. */
    private List<TokenBatch> packed(List<Row> rows) {
        List<TokenRow> packed =
                ExampleRows.of(
                        rows.stream().map(Row::tokens).toList(),
                        rows.stream().map(Row::counted).toList());
        int count = Math.ceilDiv(packed.size(), batch);
        List<TokenBatch> microBatches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * packed.size() / count;
            int to = (i + 1) * packed.size() / count;
            microBatches.add(TokenBatch.ofRows(packed.subList(from, to)));
        }
        return microBatches;
    }

    private static long area(List<TokenBatch> microBatches) {
        return microBatches.stream()
                .mapToLong(microBatch -> (long) microBatch.inputs().length * microBatch.time())
                .sum();
    }

    private record Row(int[] tokens, boolean[] counted) {}

    @Override
    public Mixture.Position position() {
        return Mixture.Position.of(cursor.position());
    }
}
