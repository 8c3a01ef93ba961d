package org.athanor.pretrain.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * The optimizer as a client writes it; what is left out takes the run kind's usual value.
 *
 * @param name {@code adamw}, or {@code muon} for the hidden matrices with AdamW for the rest
 * @param learningRate the highest, after the warm-up
 * @param minimumLearningRate where a decay ends
 * @param schedule {@code cosine}, {@code linear}, {@code wsd} (stable for four fifths of the way, then
 *     linear) or {@code constant}
 * @param betas decay of the first and the second moment
 * @param weightDecay on matrices only
 * @param clip largest gradient norm
 */
public record OptimizerParameters(
        @Pattern(regexp = "adamw|muon", message = "must be adamw or muon") String name,
        @Positive Double learningRate,
        @PositiveOrZero Double minimumLearningRate,
        @PositiveOrZero Long warmupSteps,
        @Pattern(
                        regexp = "cosine|linear|wsd|constant",
                        message = "must be cosine, linear, wsd or constant")
                String schedule,
        @Size(min = 2, max = 2, message = "must be two numbers")
                List<@DecimalMin("0") @DecimalMax(value = "1", inclusive = false) Double> betas,
        @PositiveOrZero Double weightDecay,
        @Positive Double clip) {

    /** Nothing chosen. */
    public static final OptimizerParameters USUAL =
            new OptimizerParameters(null, null, null, null, null, null, null, null);

    public OptimizerParameters {
        betas = betas == null ? null : List.copyOf(betas);
    }
}
