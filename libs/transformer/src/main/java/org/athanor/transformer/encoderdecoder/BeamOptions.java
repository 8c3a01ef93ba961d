package org.athanor.transformer.encoderdecoder;

/**
 * How to search for the most probable target.
 *
 * @param width hypotheses that are followed at once for each source; 1 is greedy decoding
 * @param lengthPenalty alpha of arXiv:1609.08144, eq. 14: 0 prefers what is most probable, more of it
 *     makes up for what longer targets lose
 * @param extraTokens by how many tokens, its end token among them, a target may be longer than its source
 */
public record BeamOptions(int width, double lengthPenalty, int extraTokens) {

    private static final int WIDEST = 1024;

    /** As in arXiv:1706.03762, section 6.1: "input length + 50". */
    private static final int EXTRA_TOKENS = 50;

    public BeamOptions {
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException(
                    "width must be between 1 and " + WIDEST + ", was " + width);
        }
        if (!(lengthPenalty >= 0 && lengthPenalty <= 10)) {
            throw new IllegalArgumentException(
                    "lengthPenalty must be between 0 and 10, was " + lengthPenalty);
        }
        if (extraTokens < 0) {
            throw new IllegalArgumentException("extraTokens must be >= 0, was " + extraTokens);
        }
    }

    /** The paper's (section 6.1): a beam of 4, alpha 0.6. */
    public static BeamOptions paper() {
        return new BeamOptions(4, 0.6, EXTRA_TOKENS);
    }

    /** Always the most probable token. */
    public static BeamOptions greedy() {
        return new BeamOptions(1, 0, EXTRA_TOKENS);
    }

    /** Most tokens of a target, its end token among them. */
    int room(int sourceLength, int maxLength) {
        return (int) Math.min(maxLength, (long) sourceLength + extraTokens);
    }

    /**
     * What a hypothesis is ranked by: {@code log P(Y | X) / lp(Y)}, where {@code lp(Y) = ((5 + |Y|) / 6)^alpha}
     * (arXiv:1609.08144, eq. 14).
     *
     * @param tokens |Y|, the end token among them
     */
    double score(double logProb, int tokens) {
        return logProb / Math.pow((5.0 + tokens) / 6.0, lengthPenalty);
    }
}
