package org.athanor.pretrain.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * The rows of a validation split that are measured: at most so many, spread evenly over it, always
 * the same ones.
 */
public final class ValidationSet {

    private final long[] indices;
    private final LongFunction<Row> rows;
    private final int batch;

    private ValidationSet(long available, long wanted, LongFunction<Row> rows, int batch) {
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
            return new ValidationSet(0, 0, index -> null, batch);
        }
        TokenWindows windows = new TokenWindows(shard, time);
        boolean[] all = new boolean[time + 1];
        Arrays.fill(all, 1, all.length, true);
        return new ValidationSet(
                windows.count(), wanted, index -> new Row(windows.window(index), all), batch);
    }

    /** Examples, of which the completions are measured. */
    public static ValidationSet ofExamples(Examples examples, long wanted, int batch) {
        return new ValidationSet(
                examples.count(),
                wanted,
                index -> new Row(examples.tokens(index), examples.counted(index)),
                batch);
    }

    public int size() {
        return indices.length;
    }

    public boolean isEmpty() {
        return indices.length == 0;
    }

    /** Log-probability of each token after the first: [rows][time] -> [rows][time - 1]. */
    @FunctionalInterface
    public interface Reader {
        float[][] logProbs(int[][] sequences, float temperature);
    }

    /**
     * What a model pays for them.
     *
     * @param betweenBatches called before each batch, to end early by throwing
     */
    public ValidationLoss measure(Reader model, Tokenizer tokenizer, Runnable betweenBatches) {
        ValidationLoss total = ValidationLoss.NONE;
        for (int from = 0; from < indices.length; from += batch) {
            betweenBatches.run();
            List<Row> some = new ArrayList<>(batch);
            for (int i = from; i < Math.min(from + batch, indices.length); i++) {
                some.add(rows.apply(indices[i]));
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
