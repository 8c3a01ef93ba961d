package org.athanor.pretrain.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.athanor.transformer.training.TrainingGuard;

/**
 * When a training that comes apart goes back to its last good checkpoint, as a client writes it; what is
 * left out takes its usual value. A loss that is no number always counts.
 *
 * @param lossSpike standard deviations above the mean loss of the window, by default 6; 0 for never
 * @param gradientNorm multiples of the median gradient norm of the window, by default 20; 0 for never
 * @param window ordinary steps that tell what is usual, by default 64
 * @param patience strange steps in a row that are one too many, by default 3
 * @param rollbacks how often a run goes back before it fails, by default 2
 */
public record GuardParameters(
        @PositiveOrZero Double lossSpike,
        @PositiveOrZero Double gradientNorm,
        @Min(2) @Max(10_000) Integer window,
        @Positive Integer patience,
        @Min(0) @Max(1000) Integer rollbacks) {

    private static final int USUAL_ROLLBACKS = 2;

    /** Nothing chosen. */
    public static final GuardParameters USUAL = new GuardParameters(null, null, null, null, null);

    /** Everything decided. */
    public Recipe.Guard guard() {
        TrainingGuard.Limits usual = TrainingGuard.Limits.USUAL;
        return new Recipe.Guard(
                new TrainingGuard.Limits(
                        lossSpike == null ? usual.lossSpike() : lossSpike,
                        gradientNorm == null ? usual.gradientNorm() : gradientNorm,
                        window == null ? usual.window() : window,
                        patience == null ? usual.patience() : patience),
                rollbacks == null ? USUAL_ROLLBACKS : rollbacks);
    }
}
