package org.athanor.pretrain.dataset;

import java.io.IOException;
import java.nio.file.Path;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.tokenizer.Tokenizer;

/** A dataset artifact: two splits and the tokenizer they were encoded with. */
public final class TokenDataset {

    private static final String TOKENIZER = "tokenizer.json";

    private final Artifact artifact;
    private final Tokenizer tokenizer;

    private TokenDataset(Artifact artifact, Tokenizer tokenizer) {
        this.artifact = artifact;
        this.tokenizer = tokenizer;
    }

    /** Verifies and opens it; the client is told when there is none or it cannot be read. */
    public static TokenDataset open(ArtifactStore store, ArtifactId id) {
        Artifact artifact = store.open(id, ArtifactKind.DATASET);
        artifact.file(TOKENIZER);
        try {
            return new TokenDataset(artifact, Tokenizer.load(artifact.directory()));
        } catch (IOException e) {
            throw unreadable(artifact, e);
        }
    }

    public ArtifactId id() {
        return artifact.id();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Whether its documents are answers with a loss mask: the form fine-tuning needs. */
    public boolean hasMasks() {
        return artifact.has("train.mask") || artifact.has("train-00000.mask");
    }

    public TokenShard train() {
        return shard("train");
    }

    public TokenShard validation() {
        return shard("validation");
    }

    /** Puts the tokenizer's files beside a model. */
    public void copyTokenizer(Path folder) throws IOException {
        artifact.copy(Tokenizer.FILES, folder);
    }

    /**
     * Refuses a model with another tokenizer: its ids would mean other text.
     *
     * @param model a model artifact, its tokenizer beside it
     */
    public void requireTokenizerOf(Artifact model) {
        if (!sha256(artifact).equals(sha256(model))) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "dataset %s was encoded with another tokenizer than model %s has: build the dataset with the model's tokenizer"
                            .formatted(id(), model.id()));
        }
    }

    /** Refuses a dataset with another tokenizer, with which it cannot make one model. */
    public void requireTokenizerOf(TokenDataset other) {
        if (!sha256(artifact).equals(sha256(other.artifact))) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "dataset %s was encoded with another tokenizer than dataset %s: build both with the same tokenizer"
                            .formatted(id(), other.id()));
        }
    }

    private static String sha256(Artifact artifact) {
        artifact.file(TOKENIZER);
        return artifact.manifest().files().stream()
                .filter(file -> file.path().equals(TOKENIZER))
                .map(ArtifactFile::sha256)
                .findFirst()
                .orElseThrow();
    }

    private TokenShard shard(String split) {
        try {
            TokenShard shard = TokenShard.open(artifact.directory(), split);
            if (shard.vocabularySize() > tokenizer.vocabularySize()) {
                int ids = shard.vocabularySize();
                shard.close();
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        "dataset %s has token ids up to %d but its tokenizer only %d tokens"
                                .formatted(id(), ids - 1, tokenizer.vocabularySize()));
            }
            return shard;
        } catch (IOException e) {
            throw unreadable(artifact, e);
        }
    }

    private static AthanorException unreadable(Artifact artifact, IOException e) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "dataset %s cannot be read: %s".formatted(artifact.id(), e.getMessage()),
                e);
    }
}
