package org.athanor.transformer.encoderdecoder;

import java.util.Arrays;

/**
 * One micro-batch of pairs, of different lengths if need be.
 *
 * @param sources [pairs][time, ragged] what the encoder reads, at least one token each
 * @param targets [pairs][time, ragged] what the decoder is to say, without start and end tokens; may be
 *     empty
 */
public record PairBatch(int[][] sources, int[][] targets) {

    public PairBatch {
        if (sources.length == 0 || sources.length != targets.length) {
            throw new IllegalArgumentException(
                    "a batch needs as many targets as sources, and at least one: "
                            + sources.length
                            + " sources, "
                            + targets.length
                            + " targets");
        }
    }

    /** Tokens in the loss: those of the targets and an end token for each. */
    public long countedTokens() {
        return Arrays.stream(targets).mapToLong(target -> target.length + 1L).sum();
    }
}
