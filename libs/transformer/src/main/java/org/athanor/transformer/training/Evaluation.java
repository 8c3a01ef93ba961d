package org.athanor.transformer.training;

/**
 * Summed loss over tokens; results of several batches add up.
 *
 * @param nats summed cross-entropy
 * @param tokens how many tokens counted
 */
public record Evaluation(double nats, long tokens) {

    public static final Evaluation NOTHING = new Evaluation(0, 0);

    public Evaluation plus(Evaluation other) {
        return new Evaluation(nats + other.nats, tokens + other.tokens);
    }

    /** Mean nats a token. */
    public double loss() {
        return nats / tokens;
    }

    /** Bits a byte of text, where the tokens stand for {@code bytes} bytes. */
    public double bitsPerByte(long bytes) {
        return nats / Math.log(2) / bytes;
    }
}
