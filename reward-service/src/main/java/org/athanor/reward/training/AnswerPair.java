package org.athanor.reward.training;

/**
 * Two answers to one prompt.
 *
 * @param prompt tokens of the prompt, up to where the answer begins
 * @param first prompt, first answer and end token
 * @param second prompt, second answer and end token
 */
record AnswerPair(int[] prompt, int[] first, int[] second) {

    /** How many tokens the first answer is longer than the second; negative when it is shorter. */
    int lengthDifference() {
        return first.length - second.length;
    }
}
