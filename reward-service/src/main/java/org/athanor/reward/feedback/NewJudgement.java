package org.athanor.reward.feedback;

import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.feedback.Choice;

/**
 * What an annotator says about a comparison.
 *
 * @param choice which completion is better
 * @param annotator who says so
 * @param idempotencyKey the caller's name for this judgement: said twice, it counts once
 */
record NewJudgement(Choice choice, String annotator, String idempotencyKey) {

    private static final int MAXIMUM_NAME_LENGTH = 200;

    NewJudgement {
        Objects.requireNonNull(choice, "choice");
        name(annotator, "annotator");
        name(idempotencyKey, "idempotency key");
    }

    UUID id() {
        return ContentId.of(annotator, idempotencyKey);
    }

    private static void name(String value, String what) {
        Checks.notBlank(value, what);
        Texts.storable(value, what);
        if (value.length() > MAXIMUM_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d are allowed"
                            .formatted(what, value.length(), MAXIMUM_NAME_LENGTH));
        }
    }
}
