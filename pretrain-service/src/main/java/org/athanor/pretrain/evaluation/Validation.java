package org.athanor.pretrain.evaluation;

import org.athanor.transformer.tokenizer.Tokenizer;

/** What a model is measured by. */
public interface Validation {

    /** Log-probability of each token after the first: [rows][time] -> [rows][time - 1]. */
    @FunctionalInterface
    interface Reader {
        float[][] logProbs(int[][] sequences, float temperature);
    }

    /**
     * What a model pays.
     *
     * @param betweenBatches called before each batch, to end early by throwing
     */
    ValidationLoss measure(Reader model, Tokenizer tokenizer, Runnable betweenBatches);
}
