package org.athanor.reward.feedback;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.feedback.Choice;

/**
 * A comparison as a client sends it.
 *
 * @param id the client's; left out, it follows from the content
 * @param prompt the text of the user's turn; or else {@code messages}
 * @param messages a conversation that ends with the user's turn; or else {@code prompt}
 * @param source where it comes from, {@code api} when it is left out
 * @param judgement what an annotator says about it, when somebody has judged it already
 */
record ComparisonRequest(
        UUID id,
        String prompt,
        List<Turn> messages,
        Completion first,
        Completion second,
        String source,
        JudgementRequest judgement) {

    private static final String DEFAULT_SOURCE = "api";

    LabelledComparison labelled() {
        if (first == null || second == null) {
            throw new IllegalArgumentException(
                    "first and second are needed: {\"text\", \"model\"}");
        }
        NewComparison comparison =
                new NewComparison(
                        id,
                        conversation(),
                        first.text(),
                        second.text(),
                        first.model(),
                        second.model(),
                        source == null ? DEFAULT_SOURCE : source);
        return new LabelledComparison(
                comparison, judgement == null ? null : judgement.named(Optional.empty()));
    }

    private Prompt conversation() {
        if ((prompt == null) == (messages == null)) {
            throw new IllegalArgumentException("either prompt or messages is needed");
        }
        return prompt == null ? new Prompt(messages) : Prompt.ofText(prompt);
    }

    /**
     * One of the two answers.
     *
     * @param text may be empty
     * @param model the model artifact that wrote it, when it is known
     */
    record Completion(String text, ArtifactId model) {}

    /**
     * A judgement as a client sends it.
     *
     * @param choice which completion is better
     * @param annotator who says so
     * @param idempotencyKey the client's name for it; without one, every call counts
     */
    record JudgementRequest(Choice choice, String annotator, String idempotencyKey) {

        /** @param header the Idempotency-Key of the request */
        NewJudgement named(Optional<String> header) {
            if (choice == null) {
                throw new IllegalArgumentException(
                        "choice is missing: FIRST, SECOND, TIE or BOTH_BAD");
            }
            if (annotator == null) {
                throw new IllegalArgumentException("annotator is missing");
            }
            if (header.isPresent()
                    && idempotencyKey != null
                    && !idempotencyKey.equals(header.get())) {
                throw new IllegalArgumentException(
                        "idempotencyKey '%s' differs from the header Idempotency-Key '%s'"
                                .formatted(idempotencyKey, header.get()));
            }
            String key =
                    idempotencyKey != null
                            ? idempotencyKey
                            : header.orElseGet(() -> UUID.randomUUID().toString());
            return new NewJudgement(choice, annotator, key);
        }
    }
}
