package org.athanor.pretrain.pretraining;

import java.util.ArrayList;
import java.util.List;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.training.TokenBatch;

/** Windows of running text in a shuffled order, another one every epoch. */
final class WindowBatches implements TrainingBatches {

    private final TokenWindows windows;
    private final DatasetCursor cursor;
    private final int batch;
    private final int accumulation;

    WindowBatches(TokenWindows windows, DatasetCursor cursor, int batch, int accumulation) {
        this.windows = windows;
        this.cursor = cursor;
        this.batch = batch;
        this.accumulation = accumulation;
    }

    @Override
    public Step next() {
        List<TokenBatch> microBatches = new ArrayList<>(accumulation);
        long tokens = 0;
        for (int i = 0; i < accumulation; i++) {
            TokenBatch microBatch = TokenBatch.ofWindows(windows.next(cursor, batch));
            tokens += (long) batch * microBatch.time();
            microBatches.add(microBatch);
        }
        return new Step(microBatches, tokens);
    }

    @Override
    public DatasetCursor.Position position() {
        return cursor.position();
    }
}
