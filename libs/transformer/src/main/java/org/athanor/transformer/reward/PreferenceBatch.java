package org.athanor.transformer.reward;

import java.util.Objects;

/**
 * Pairs of sequences and which of each was preferred. A sequence that is in several pairs stands
 * once in {@code sequences} and goes forward once: K ranked answers of one prompt cost K forward
 * passes, not K(K - 1) (arXiv:2203.02155, section 3.5).
 *
 * @param sequences [sequences][time, ragged] prompt, answer and end token
 * @param first [pairs] index of each pair's first sequence
 * @param second [pairs] index of each pair's second sequence
 * @param preferred [pairs] 1 when the first was preferred, 0 when the second was, 1/2 for a tie
 */
public record PreferenceBatch(int[][] sequences, int[] first, int[] second, float[] preferred) {

    public PreferenceBatch {
        Objects.requireNonNull(sequences, "sequences");
        if (first.length == 0
                || first.length != second.length
                || first.length != preferred.length) {
            throw new IllegalArgumentException(
                    "a batch needs as many first (%d) as second (%d) and preferred (%d), at least one"
                            .formatted(first.length, second.length, preferred.length));
        }
        for (int i = 0; i < sequences.length; i++) {
            if (sequences[i].length == 0) {
                throw new IllegalArgumentException("sequence " + i + " is empty");
            }
        }
        for (int pair = 0; pair < first.length; pair++) {
            Objects.checkIndex(first[pair], sequences.length);
            Objects.checkIndex(second[pair], sequences.length);
            if (!(preferred[pair] >= 0 && preferred[pair] <= 1)) {
                throw new IllegalArgumentException(
                        "preferred must be between 0 and 1, was %s for pair %d"
                                .formatted(preferred[pair], pair));
            }
        }
    }

    public int pairs() {
        return first.length;
    }
}
