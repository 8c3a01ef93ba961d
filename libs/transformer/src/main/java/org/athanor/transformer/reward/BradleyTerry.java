package org.athanor.transformer.reward;

/** The Bradley-Terry model (Biometrika 39, 1952) of one pair, in double precision, for reports. */
public final class BradleyTerry {

    private BradleyTerry() {}

    /**
     * How likely the first is preferred.
     *
     * @param margin score of the first less score of the second
     * @return sigmoid(margin), between 0 and 1
     */
    public static double probability(double margin) {
        return margin >= 0
                ? 1 / (1 + Math.exp(-margin))
                : Math.exp(margin) / (1 + Math.exp(margin));
    }

    /**
     * Whether a score predicts a preference.
     *
     * @param preferred 1 when the first was preferred, 0 when the second was
     * @return 1 when the margin's sign agrees, 0 when it does not, 1/2 when the margin is 0
     */
    public static double agreement(double margin, double preferred) {
        return margin == 0 ? 0.5 : (margin > 0) == (preferred > 0.5) ? 1 : 0;
    }
}
