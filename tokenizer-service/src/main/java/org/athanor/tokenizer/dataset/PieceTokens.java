package org.athanor.tokenizer.dataset;

import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/**
 * Where the tokens of a piece are.
 *
 * @param artifact a piece by itself, or an earlier dataset that holds the same piece
 */
record PieceTokens(ArtifactId artifact, PieceSide train, PieceSide validation) {

    private static final Logger LOG = Logger.getLogger(PieceTokens.class);

    /** Whether the store has its artifact, with a manifest that can be read. */
    boolean isIn(ArtifactStore store) {
        try {
            return store.find(artifact).isPresent();
        } catch (AthanorException e) {
            if (e.code() != ErrorCode.CORRUPT_ARTIFACT) {
                throw e;
            }
            LOG.warnf("tokenizing a piece anew: %s", e.getMessage());
            return false;
        }
    }

    long documents() {
        return train.documents() + validation.documents();
    }
}
