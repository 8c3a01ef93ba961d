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
public class Tokenizers {

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
     * @param id of a tokenizer artifact, or the name of a known vocabulary such as {@code cl100k_base}
     * @throws AthanorException INVALID_REQUEST for what is no id, NOT_FOUND for an unknown one
     */
    Tokenizer get(String id) {
        return Tokenizer.names().contains(id) ? Tokenizer.named(id) : get(parse(id));
    }

    /** @throws AthanorException NOT_FOUND for an unknown one */
    public synchronized Tokenizer get(ArtifactId artifact) {
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
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "'%s' is neither a tokenizer's artifact id nor one of %s"
                            .formatted(id, Tokenizer.names()),
                    e);
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
