package org.athanor.transformer.training;

/** The loss or its gradient is not a number; the weights have not been touched by this step. */
public final class NonFiniteLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NonFiniteLossException(long step, double loss, double gradientNorm) {
        super(
                "step "
                        + step
                        + ": loss "
                        + loss
                        + ", gradient norm "
                        + gradientNorm
                        + "; the weights are those of the step before. A smaller learning rate or a longer"
                        + " warm-up usually helps");
    }
}
