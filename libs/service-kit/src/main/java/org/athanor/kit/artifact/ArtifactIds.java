package org.athanor.kit.artifact;

import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Ids as clients send them. */
public final class ArtifactIds {

    private ArtifactIds() {}

    /**
     * @throws AthanorException INVALID_REQUEST for what is no id
     */
    public static ArtifactId parse(String text) {
        try {
            return new ArtifactId(text);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }
}
