package org.athanor.rlhf.rollout;

import java.util.Arrays;

/**
 * Where an answer is over: with its first end token, which belongs to it.
 *
 * @param length tokens of the answer
 * @param found whether there is an end token at all
 */
record FirstEnd(int length, boolean found) {

    static FirstEnd in(int[] tokens, int end) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == end) {
                return new FirstEnd(i + 1, true);
            }
        }
        return new FirstEnd(tokens.length, false);
    }

    int[] of(int[] tokens) {
        return Arrays.copyOf(tokens, length);
    }

    float[] of(float[] numbers) {
        return Arrays.copyOf(numbers, length);
    }
}
