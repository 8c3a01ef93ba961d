package org.athanor.inference.catalogue;

import java.time.Instant;
import java.util.Objects;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.model.ModelState;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * What a name answers with, and the changes it allows. A change that changes nothing returns this
 * very object.
 *
 * @param stable answers, except for the canary's share
 * @param previous what stable was before its last promotion, or null
 * @param canary a candidate, or null
 * @param canaryShare of requests that the canary answers, in [0, 1]
 * @param stableSince when stable became stable
 */
public record NamedModel(
        String name,
        ArtifactId stable,
        ArtifactId previous,
        ArtifactId canary,
        double canaryShare,
        Instant stableSince) {

    public NamedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(stable, "stable");
        Objects.requireNonNull(stableSince, "stableSince");
    }

    /** A name's first model. */
    static NamedModel first(String name, ArtifactId model, Instant at) {
        return new NamedModel(name, model, null, null, 0, at);
    }

    /** {@code model} answers everything from now on; a canary's trial ends. */
    NamedModel promote(ArtifactId model, Instant at) {
        if (model.equals(stable)) {
            return withoutCanary();
        }
        return new NamedModel(name, model, stable, null, 0, at);
    }

    /** {@code model} answers a share of the requests. */
    NamedModel tryCanary(ArtifactId model, double share) {
        if (model.equals(stable)) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "%s is the stable model of '%s' already: a canary is another model"
                            .formatted(model, name));
        }
        if (model.equals(canary) && share == canaryShare) {
            return this;
        }
        return new NamedModel(name, stable, previous, model, share, stableSince);
    }

    /**
     * Without a wanted model: ends the canary's trial or, when there is none, goes back to the
     * previous model. With one: goes to that state, and does nothing when it is reached already.
     *
     * @param wanted the model that shall be stable, or null
     */
    NamedModel rollBack(ArtifactId wanted, Instant at) {
        if (wanted == null ? canary != null : wanted.equals(stable)) {
            return withoutCanary();
        }
        if (previous == null) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "'%s' has no earlier model to go back to: promote the one that is wanted"
                            .formatted(name));
        }
        if (wanted != null && !wanted.equals(previous)) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "'%s' can go back to %s alone, not to %s: promote that one"
                            .formatted(name, previous, wanted));
        }
        return new NamedModel(name, previous, null, null, 0, at);
    }

    /** As it travels in events. */
    ModelState state() {
        return new ModelState(name, stable, canary, canaryShare);
    }

    private NamedModel withoutCanary() {
        return canary == null ? this : new NamedModel(name, stable, previous, null, 0, stableSince);
    }
}
