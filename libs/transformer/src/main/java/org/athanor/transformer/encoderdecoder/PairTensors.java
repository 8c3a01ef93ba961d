package org.athanor.transformer.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.model.TokenRows;

/** Pairs as the rectangles that scripts take. */
final class PairTensors {

    /** A target that does not count. */
    private static final int IGNORED = -100;

    private PairTensors() {}

    /**
     * Refuses what the model cannot read: an empty source, an id outside the vocabulary, a sequence that
     * is too long.
     */
    static void check(EncoderDecoderConfig config, PairBatch batch) {
        checkSources(config, batch.sources());
        TokenRows.check(batch.targets(), config.vocabularySize(), 0, config.maxLength() - 1);
    }

    static void checkSources(EncoderDecoderConfig config, int[][] sources) {
        TokenRows.check(sources, config.vocabularySize(), 1, config.maxLength());
    }

    /** Adds sources [batch, source], padded on the right, and their lengths [batch]. */
    static Arguments sources(Arguments arguments, NDManager scope, int[][] sources) {
        long[] lengths = Arrays.stream(sources).mapToLong(source -> source.length).toArray();
        return arguments.tensor(TokenRows.padRight(scope, sources)).tensor(scope.create(lengths));
    }

    /** The targets behind the start token (section 3.1: "offset by one position"): [batch, time]. */
    static NDArray inputs(NDManager scope, EncoderDecoderConfig config, int[][] targets) {
        int[][] inputs = new int[targets.length][];
        for (int i = 0; i < targets.length; i++) {
            inputs[i] = new int[targets[i].length + 1];
            inputs[i][0] = config.startId();
            System.arraycopy(targets[i], 0, inputs[i], 1, targets[i].length);
        }
        return TokenRows.padRight(scope, inputs);
    }

    /** The targets with their end token, {@link #IGNORED} behind it: [batch, time]. */
    static NDArray targets(NDManager scope, EncoderDecoderConfig config, int[][] targets) {
        int time = TokenRows.longest(targets) + 1;
        long[] flat = new long[targets.length * time];
        Arrays.fill(flat, IGNORED);
        for (int i = 0; i < targets.length; i++) {
            for (int t = 0; t < targets[i].length; t++) {
                flat[i * time + t] = targets[i][t];
            }
            flat[i * time + targets[i].length] = config.endId();
        }
        return scope.create(flat, new Shape(targets.length, time));
    }
}
