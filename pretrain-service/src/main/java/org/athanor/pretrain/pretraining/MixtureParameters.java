package org.athanor.pretrain.pretraining;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A dataset's part in a mixture.
 *
 * @param dataset the dataset artifact
 * @param weight its share is weight over the weights of all; named for every dataset or for none, and then
 *     each has as many rows as its epochs
 * @param epochs how often it is read at most, after which the others share its part by their weights; by
 *     default it begins again and again
 */
record MixtureParameters(
        @NotNull ArtifactId dataset,
        @Positive @Max(1_000_000_000) Double weight,
        @DecimalMin("0.001") @Max(10_000) Double epochs) {}
