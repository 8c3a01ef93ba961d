package org.athanor.transformer.encoderdecoder;

import java.util.Random;
import org.athanor.transformer.engine.Engine;

/** Models and pairs small enough for a test. */
final class TinyPairs {

    static final int VOCABULARY = 13;
    static final int START = 0;
    static final int END = 1;

    private TinyPairs() {}

    /** As many encoder layers as decoder layers would hide an index that counts the wrong ones. */
    static EncoderDecoderConfig config() {
        return new EncoderDecoderConfig(VOCABULARY, 32, 3, 2, 4, 48, 24, START, END);
    }

    /** Initial weights, biases and norms among them moved away from their special values 0 and 1. */
    static EncoderDecoderModel spread(Engine engine) {
        EncoderDecoderModel model = EncoderDecoderModel.initialise(engine, config(), 11);
        Random random = new Random(12);
        model.weights().tensors().stream()
                .filter(t -> t.getShape().dimension() == 1)
                .forEach(
                        t -> {
                            float[] values = t.toFloatArray();
                            for (int i = 0; i < values.length; i++) {
                                values[i] += (float) (0.3 * random.nextGaussian());
                            }
                            t.set(values);
                        });
        model.weights().changed();
        return model;
    }

    /** Random symbols, neither start nor end. */
    static int[] symbols(Random random, int length) {
        return random.ints(length, 2, VOCABULARY).toArray();
    }

    /** Sources of 1 to {@code longest} symbols, each with itself backwards. */
    static PairBatch reversals(Random random, int pairs, int longest) {
        int[][] sources = new int[pairs][];
        int[][] targets = new int[pairs][];
        for (int i = 0; i < pairs; i++) {
            sources[i] = symbols(random, 1 + random.nextInt(longest));
            targets[i] = reversed(sources[i]);
        }
        return new PairBatch(sources, targets);
    }

    static int[] reversed(int[] symbols) {
        int[] reversed = new int[symbols.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = symbols[symbols.length - 1 - i];
        }
        return reversed;
    }
}
