package org.athanor.pretrain.model;

import java.io.IOException;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ConfigurationKeys;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LoraAdapter;

/** An adapter artifact: verified, its weights not yet read. */
public final class StoredAdapter {

    private final Artifact artifact;

    private StoredAdapter(Artifact artifact) {
        this.artifact = artifact;
    }

    /** Verifies and opens it; the client is told when there is none. */
    public static StoredAdapter open(ArtifactStore store, ArtifactId id) {
        return new StoredAdapter(store.open(id, ArtifactKind.ADAPTER));
    }

    public ArtifactId id() {
        return artifact.id();
    }

    /** The model that it was trained on. */
    public ArtifactId base() {
        try {
            Object base = artifact.manifest().configuration().get(ConfigurationKeys.BASE);
            return new ArtifactId(String.valueOf(base));
        } catch (IllegalArgumentException e) {
            throw unreadable("it names no base model", e);
        }
    }

    /** How the adapted model is sampled, and where its answers stop. */
    public GenerationConfig generationConfig() {
        try {
            return GenerationConfig.read(artifact.directory());
        } catch (IOException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    /** Reads the weights; the caller closes the adapter. */
    public LoraAdapter load(Engine engine, DecoderConfig base) {
        try {
            return LoraAdapter.load(engine, base, artifact.directory());
        } catch (IOException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private AthanorException unreadable(String reason, Exception e) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "adapter %s cannot be read: %s".formatted(artifact.id(), reason),
                e);
    }
}
