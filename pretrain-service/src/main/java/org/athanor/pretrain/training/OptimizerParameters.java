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
 * @param learningRate the highest, after the warm-up
 * @param minimumLearningRate where a cosine or linear decay ends
 * @param schedule {@code cosine}, {@code linear} or {@code constant}
 * @param betas decay of the first and the second moment
 * @param weightDecay on matrices only
 * @param clip largest gradient norm
 */
public record OptimizerParameters(
        @Positive Double learningRate,
        @PositiveOrZero Double minimumLearningRate,
        @PositiveOrZero Long warmupSteps,
        @Pattern(regexp = "cosine|linear|constant", message = "must be cosine, linear or constant")
                String schedule,
        @Size(min = 2, max = 2, message = "must be two numbers")
                List<@DecimalMin("0") @DecimalMax(value = "1", inclusive = false) Double> betas,
        @PositiveOrZero Double weightDecay,
        @Positive Double clip) {

    /** Nothing chosen. */
    public static final OptimizerParameters USUAL =
            new OptimizerParameters(null, null, null, null, null, null, null);

    public OptimizerParameters {
        betas = betas == null ? null : List.copyOf(betas);
    }
}
