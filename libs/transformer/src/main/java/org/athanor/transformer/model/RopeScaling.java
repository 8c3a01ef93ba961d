package org.athanor.transformer.model;

/**
 * How Llama 3 stretches rotary frequencies beyond the context it was first trained on
 * ({@code rope_type: llama3}): wavelengths longer than {@code originalContext / lowFrequencyFactor} are
 * divided by {@code factor}, those shorter than {@code originalContext / highFrequencyFactor} stay, and
 * between the two the change is gradual.
 */
public record RopeScaling(
        double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext) {

    public RopeScaling {
        if (!(factor >= 1 && factor < 1e6)
                || !(lowFrequencyFactor > 0)
                || !(highFrequencyFactor > lowFrequencyFactor && highFrequencyFactor < 1e6)) {
            throw new IllegalArgumentException(
                    "rope scaling needs 1 <= factor < 1e6 and 0 < low < high frequency factor < 1e6, was"
                            + " factor "
                            + factor
                            + ", low "
                            + lowFrequencyFactor
                            + ", high "
                            + highFrequencyFactor);
        }
        if (originalContext < 1) {
            throw new IllegalArgumentException(
                    "originalContext must be positive, was " + originalContext);
        }
    }

    /** The stretched frequency for one in radians a position. */
    public double scale(double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < originalContext / highFrequencyFactor) {
            return frequency;
        }
        if (wavelength > originalContext / lowFrequencyFactor) {
            return frequency / factor;
        }
        double smooth =
                (originalContext / wavelength - lowFrequencyFactor)
                        / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }
}
