package org.athanor.pretrain.model;

import java.io.IOException;
import java.nio.file.Path;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/** A model artifact: verified, its shape known, its weights not yet read. */
public final class StoredModel {

    private final Artifact artifact;
    private final DecoderConfig config;

    private StoredModel(Artifact artifact, DecoderConfig config) {
        this.artifact = artifact;
        this.config = config;
    }

    /** Verifies and opens it; the client is told when there is none or it cannot be read. */
    public static StoredModel open(ArtifactStore store, ArtifactId id) {
        Artifact artifact = store.open(id, ArtifactKind.MODEL);
        try {
            return new StoredModel(artifact, DecoderConfig.read(artifact.directory()));
        } catch (IOException e) {
            throw unreadable(artifact, e);
        }
    }

    public ArtifactId id() {
        return artifact.id();
    }

    public DecoderConfig config() {
        return config;
    }

    /** Refuses a dataset whose ids mean other text to this model. */
    public void requireSameTokenizer(TokenDataset dataset) {
        dataset.requireTokenizerOf(artifact);
        int tokens = dataset.tokenizer().vocabularySize();
        if (tokens > config.vocabularySize()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "model %s knows %d tokens, its tokenizer has %d"
                            .formatted(id(), config.vocabularySize(), tokens));
        }
    }

    /** Puts the tokenizer's files into another model's folder. */
    public void copyTokenizer(Path folder) throws IOException {
        artifact.copy(Tokenizer.FILES, folder);
    }

    /** Reads the weights; the caller closes the model. */
    public LanguageModel load(Engine engine) {
        try {
            return LanguageModel.load(engine, artifact.directory());
        } catch (IOException e) {
            throw unreadable(artifact, e);
        }
    }

    private static AthanorException unreadable(Artifact artifact, Exception e) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "model %s cannot be read: %s".formatted(artifact.id(), e.getMessage()),
                e);
    }
}
