package org.athanor.tokenizer.codec;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Loaded tokenizers, the most recently used of them. */
@ApplicationScoped
class Tokenizers {

    private static final int KEPT = 8;

    private final ArtifactStore artifacts;
    private final Map<ArtifactId, Tokenizer> loaded =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ArtifactId, Tokenizer> eldest) {
                    return size() > KEPT;
                }
            };

    Tokenizers(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * @param id of a tokenizer artifact
     * @throws AthanorException INVALID_REQUEST for what is no id, NOT_FOUND for an unknown one
     */
    synchronized Tokenizer get(String id) {
        ArtifactId artifact = parse(id);
        Tokenizer tokenizer = loaded.get(artifact);
        if (tokenizer == null) {
            tokenizer = load(artifacts.open(artifact, ArtifactKind.TOKENIZER));
            loaded.put(artifact, tokenizer);
        }
        return tokenizer;
    }

    private static ArtifactId parse(String id) {
        try {
            return new ArtifactId(id);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    private static Tokenizer load(Artifact artifact) {
        try {
            return Tokenizer.load(artifact.directory());
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.CORRUPT_ARTIFACT,
                    "tokenizer %s cannot be read: %s".formatted(artifact.id(), e.getMessage()),
                    e);
        }
    }
}
