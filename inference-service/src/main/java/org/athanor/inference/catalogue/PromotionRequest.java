package org.athanor.inference.catalogue;

import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * The body of a promotion.
 *
 * @param model the artifact; for a rollback the one to go back to, and optional
 * @param share of requests that a canary answers, in (0, 1]; a tenth when left out
 */
record PromotionRequest(ArtifactId model, @NotNull PromotionAction action, Double share) {

    private static final double DEFAULT_SHARE = 0.1;

    /** What the annotations cannot say. */
    void validate() {
        if (model == null && action != PromotionAction.ROLLBACK) {
            throw invalid("'model' is required to " + action.label() + ": an artifact id");
        }
        if (share != null && action != PromotionAction.CANARY) {
            throw invalid("'share' belongs to the action canary, not to " + action.label());
        }
        if (share != null && !(share > 0 && share <= 1)) {
            throw invalid("'share' must be above 0 and at most 1, was " + share);
        }
    }

    double shareOrDefault() {
        return share == null ? DEFAULT_SHARE : share;
    }

    boolean asks(PromotionAction otherAction, ArtifactId otherModel, Double otherShare) {
        return action == otherAction
                && Objects.equals(model, otherModel)
                && Objects.equals(share, otherShare);
    }

    private static AthanorException invalid(String message) {
        return new AthanorException(ErrorCode.INVALID_REQUEST, message);
    }
}
