package org.athanor.tokenizer.dataset;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What a dataset is made from.
 *
 * @param corpus a corpus artifact
 * @param tokenizer a tokenizer artifact
 * @param validationShare about how many of the documents are held out, 0.05 when absent
 * @param seed of the division, 0 when absent
 */
public record DatasetParameters(
        @NotNull ArtifactId corpus,
        @NotNull ArtifactId tokenizer,
        @DecimalMin("0.0") @DecimalMax("0.9") Double validationShare,
        Long seed) {

    public DatasetParameters {
        validationShare = validationShare == null ? 0.05 : validationShare;
        seed = seed == null ? 0L : seed;
    }
}
