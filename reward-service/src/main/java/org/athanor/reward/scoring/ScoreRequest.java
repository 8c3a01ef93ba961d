package org.athanor.reward.scoring;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.reward.feedback.Turn;

/**
 * What a client wants scored: texts or token sequences.
 *
 * @param rewardModel the artifact that scores
 * @param items prompts with answers, or else {@code sequences}
 * @param sequences token ids of prompt, answer and end token, or else {@code items}
 */
record ScoreRequest(
        @NotNull ArtifactId rewardModel,
        @Size(min = 1, max = MAXIMUM) List<@NotNull Item> items,
        @Size(min = 1, max = MAXIMUM) List<int @NotNull []> sequences) {

    static final int MAXIMUM = 1024;

    /**
     * An answer to score.
     *
     * @param prompt the text of the user's turn; or else {@code messages}
     * @param messages a conversation that ends with the user's turn; or else {@code prompt}
     * @param completion the answer
     */
    record Item(String prompt, List<Turn> messages, String completion) {

        List<Turn> turns() {
            if ((prompt == null) == (messages == null)) {
                throw new IllegalArgumentException("either prompt or messages is needed");
            }
            return prompt == null ? messages : List.of(new Turn("user", prompt));
        }
    }

    /** Normalised scores, in the order of the request. */
    record Scores(ArtifactId rewardModel, float[] scores) {}

    boolean hasItems() {
        if ((items == null) == (sequences == null)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "either items or sequences is needed");
        }
        return items != null;
    }

    /** The items as the reward model reads them. */
    List<int[]> encoded(AnswerEncoder encoder) {
        List<int[]> encoded = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            encoded.add(encoded(encoder, items.get(i), "items[%d]: ".formatted(i)));
        }
        return encoded;
    }

    private static int[] encoded(AnswerEncoder encoder, Item item, String where) {
        if (item == null || item.completion() == null) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, where + "completion is missing");
        }
        int[] prompt;
        try {
            prompt = encoder.prompt(item.turns());
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, where + e.getMessage(), e);
        }
        return encoder.answer(prompt, item.completion())
                .orElseThrow(
                        () ->
                                new AthanorException(
                                        ErrorCode.UNPROCESSABLE,
                                        where + "the answer is too long for this reward model"));
    }
}
