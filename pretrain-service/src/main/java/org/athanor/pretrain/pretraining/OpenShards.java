package org.athanor.pretrain.pretraining;

import java.util.ArrayList;
import java.util.List;
import org.athanor.pretrain.dataset.RowForm;
import org.athanor.transformer.dataset.TokenShard;

/** Both splits of each dataset of a mixture, in its order. */
final class OpenShards implements AutoCloseable {

    private final List<TokenShard> train = new ArrayList<>();
    private final List<TokenShard> validation = new ArrayList<>();

    private OpenShards() {}

    static OpenShards of(DatasetMixture mixture) {
        OpenShards shards = new OpenShards();
        try {
            for (DatasetMixture.Source source : mixture.sources()) {
                shards.train.add(source.dataset().train());
                shards.validation.add(source.dataset().validation());
            }
            return shards;
        } catch (RuntimeException e) {
            shards.close();
            throw e;
        }
    }

    List<TokenShard> validation() {
        return validation;
    }

    /** The training splits' rows. */
    List<RowBatches.Source> rows(DatasetMixture mixture, RowForm form) {
        List<RowBatches.Source> rows = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            rows.add(
                    new RowBatches.Source(
                            mixture.labels().get(i),
                            form.rows(train.get(i), mixture.first().tokenizer())));
        }
        return rows;
    }

    @Override
    public void close() {
        train.forEach(TokenShard::close);
        validation.forEach(TokenShard::close);
    }
}
