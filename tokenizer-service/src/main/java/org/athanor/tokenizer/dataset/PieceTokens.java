package org.athanor.tokenizer.dataset;

import org.athanor.contracts.artifact.ArtifactId;

/**
 * Where the tokens of a piece are.
 *
 * @param artifact a piece by itself, or an earlier dataset that holds the same piece
 */
record PieceTokens(ArtifactId artifact, PieceSide train, PieceSide validation) {

    long documents() {
        return train.documents() + validation.documents();
    }
}
