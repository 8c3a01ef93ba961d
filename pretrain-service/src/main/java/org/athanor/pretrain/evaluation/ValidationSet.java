package org.athanor.pretrain.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.transformer.dataset.DocumentWindows;
import org.athanor.transformer.dataset.TokenRow;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * The rows of a validation split that are measured: at most so many, spread evenly over it, always
 * the same ones.
 */
public final class ValidationSet implements Validation {

    private final long[] indices;
    private final LongFunction<List<Row>> rows;
    private final int batch;

    private ValidationSet(long available, long wanted, LongFunction<List<Row>> rows, int batch) {
        this.indices = spread(available, Math.min(available, wanted));
        this.rows = rows;
        this.batch = batch;
    }

    /** @param counted [time], true where the token is to be predicted; the first never is */
    private record Row(int[] tokens, boolean[] counted) {}

    /**
     * Windows of running text; a split shorter than one window becomes a window of its own.
     *
     * @param longest tokens of a window at most, its first one included
     */
    public static ValidationSet ofWindows(TokenShard shard, int longest, long wanted, int batch) {
        int time = (int) Math.min(longest, shard.tokens()) - 1;
        if (time < 1) {
            return new ValidationSet(0, 0, index -> List.of(), batch);
        }
        TokenWindows windows = new TokenWindows(shard, time);
        boolean[] all = new boolean[time + 1];
        Arrays.fill(all, 1, all.length, true);
        return new ValidationSet(
                windows.count(),
                wanted,
                index -> List.of(new Row(windows.window(index), all)),
                batch);
    }

    /**
     * The same windows and targets, each token foretold from its own document alone: the pieces of documents
     * in a window are rows of their own.
     *
     * @param separator the id that stands before a document
     */
    public static ValidationSet ofDocuments(
            TokenShard shard, int longest, int separator, long wanted, int batch) {
        int time = (int) Math.min(longest, shard.tokens()) - 1;
        if (time < 1) {
            return new ValidationSet(0, 0, index -> List.of(), batch);
        }
        DocumentWindows windows = new DocumentWindows(shard, time, separator);
        return new ValidationSet(
                windows.count(), wanted, index -> pieces(windows.row(index)), batch);
    }

    private static List<Row> pieces(TokenRow row) {
        List<Row> pieces = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= row.time(); to++) {
            if (to == row.time() || row.documents()[to] != row.documents()[from]) {
                int[] tokens = Arrays.copyOfRange(row.inputs(), from, to + 1);
                tokens[to - from] = row.targets()[to - 1];
                boolean[] counted = new boolean[tokens.length];
                Arrays.fill(counted, 1, counted.length, true);
                pieces.add(new Row(tokens, counted));
                from = to;
            }
        }
        return pieces;
    }

    /** Examples, of which the completions are measured. */
    public static ValidationSet ofExamples(Examples examples, long wanted, int batch) {
        return new ValidationSet(
                examples.count(),
                wanted,
                index -> List.of(new Row(examples.tokens(index), examples.counted(index))),
                batch);
    }

    public int size() {
        return indices.length;
    }

    public boolean isEmpty() {
        return indices.length == 0;
    }

    @Override
    public ValidationLoss measure(Reader model, Tokenizer tokenizer, Runnable betweenBatches) {
        ValidationLoss total = ValidationLoss.NONE;
        for (int from = 0; from < indices.length; from += batch) {
            betweenBatches.run();
            List<Row> some = new ArrayList<>(batch);
            for (int i = from; i < Math.min(from + batch, indices.length); i++) {
                some.addAll(rows.apply(indices[i]));
            }
            int[][] sequences = some.stream().map(Row::tokens).toArray(int[][]::new);
            float[][] logProbs = model.logProbs(sequences, 1);
            for (int i = 0; i < some.size(); i++) {
                total = plus(total, some.get(i), logProbs[i], tokenizer);
            }
        }
        return total;
    }

    private static ValidationLoss plus(
            ValidationLoss total, Row row, float[] logProbs, Tokenizer tokenizer) {
        double nats = 0;
        long tokens = 0;
        long bytes = 0;
        for (int t = 1; t < row.tokens().length; t++) {
            if (row.counted()[t]) {
                nats -= logProbs[t - 1];
                tokens++;
                bytes += tokenizer.byteLength(row.tokens()[t]);
            }
        }
        return total.plus(nats, tokens, bytes);
    }

    private static long[] spread(long available, long wanted) {
        long[] indices = new long[Math.toIntExact(wanted)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i * available / wanted;
        }
        return indices;
    }
}
