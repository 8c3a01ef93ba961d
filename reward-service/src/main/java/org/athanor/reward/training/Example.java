package org.athanor.reward.training;

import java.util.Objects;
import org.athanor.contracts.feedback.Choice;

/**
 * One judgement as token ids.
 *
 * @param pair the two answers; judgements of one comparison share it
 * @param choice which was preferred
 * @param annotator who preferred it
 */
record Example(AnswerPair pair, Choice choice, String annotator) {

    Example {
        Objects.requireNonNull(pair, "pair");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(annotator, "annotator");
    }

    /** What the loss aims at: 1 for the first, 0 for the second; two bad answers are a tie. */
    float preferred() {
        return switch (choice) {
            case FIRST -> 1f;
            case SECOND -> 0f;
            case TIE, BOTH_BAD -> 0.5f;
        };
    }

    /** Whether there is a winner to predict. */
    boolean isDecided() {
        return choice == Choice.FIRST || choice == Choice.SECOND;
    }
}
