package org.athanor.reward.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.contracts.feedback.Choice;

/** Examples that tests make up. */
final class Examples {

    private Examples() {}

    /** Answers of these lengths behind a prompt of one token. */
    static Example of(int firstLength, int secondLength, Choice choice) {
        return of(firstLength, secondLength, choice, "ann");
    }

    static Example of(int firstLength, int secondLength, Choice choice, String annotator) {
        return new Example(
                new AnswerPair(new int[] {9}, tokens(firstLength), tokens(secondLength)),
                choice,
                annotator);
    }

    /** A prompt with so many examples. */
    static PromptGroup prompt(int examples) {
        return new PromptGroup(
                IntStream.range(0, examples).mapToObj(i -> of(3, 4, Choice.FIRST)).toList());
    }

    static List<PromptGroup> prompts(int... sizes) {
        return Arrays.stream(sizes).mapToObj(Examples::prompt).toList();
    }

    private static int[] tokens(int length) {
        int[] tokens = new int[length];
        Arrays.fill(tokens, 5);
        return tokens;
    }
}
