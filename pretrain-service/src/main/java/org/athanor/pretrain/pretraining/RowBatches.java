package org.athanor.pretrain.pretraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.TokenRow;
import org.athanor.transformer.dataset.TrainingRows;
import org.athanor.transformer.training.TokenBatch;

/** Rows of running text from one dataset or several, each in a shuffled order, another one every epoch. */
final class RowBatches implements TrainingBatches {

    /**
     * A dataset's rows.
     *
     * @param label its name in metrics
     */
    record Source(String label, TrainingRows rows) {}

    private final List<Source> sources;
    private final Mixture mixture;
    private final int batch;
    private final int accumulation;

    /** @param sources the mixture's datasets, in its order */
    RowBatches(List<Source> sources, Mixture mixture, int batch, int accumulation) {
        this.sources = List.copyOf(sources);
        this.mixture = mixture;
        this.batch = batch;
        this.accumulation = accumulation;
    }

    @Override
    public Step next() {
        List<TokenBatch> microBatches = new ArrayList<>(accumulation);
        long tokens = 0;
        for (int i = 0; i < accumulation; i++) {
            List<TokenRow> rows = new ArrayList<>(batch);
            for (int row = 0; row < batch; row++) {
                Mixture.Choice choice = mixture.next();
                rows.add(sources.get(choice.part()).rows().row(choice.row()));
            }
            microBatches.add(TokenBatch.ofRows(rows));
            tokens += microBatches.getLast().countedTokens();
        }
        return new Step(microBatches, tokens);
    }

    @Override
    public Mixture.Position position() {
        return mixture.position();
    }

    /**
     * Of several datasets, what each has given: {@code tokens.LABEL} (where documents are packed, as many as
     * so many of its rows have on average) and {@code epochs.LABEL}.
     */
    @Override
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int part = 0; sources.size() > 1 && part < sources.size(); part++) {
            Source source = sources.get(part);
            double epochs = (double) mixture.taken(part) / source.rows().count();
            figures.put("tokens." + source.label(), epochs * source.rows().tokens());
            figures.put("epochs." + source.label(), epochs);
        }
        return figures;
    }
}
