package org.athanor.reward.scoring;

import java.io.IOException;
import org.athanor.kit.artifact.Artifact;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/** A reward model in memory, ready to score. */
final class LoadedRewardModel implements AutoCloseable {

    private final ScalarModel model;
    private final Normalisation normalisation;
    private final AnswerEncoder encoder;

    private LoadedRewardModel(
            ScalarModel model, Normalisation normalisation, AnswerEncoder encoder) {
        this.model = model;
        this.normalisation = normalisation;
        this.encoder = encoder;
    }

    static LoadedRewardModel load(Engine engine, Artifact artifact) throws IOException {
        RewardCard card = RewardCard.read(artifact.directory());
        Tokenizer tokenizer = Tokenizer.load(artifact.directory());
        return new LoadedRewardModel(
                ScalarModel.load(engine, artifact.directory()),
                card.normalisation(),
                new AnswerEncoder(tokenizer, card.sequence()));
    }

    /** Turns text into sequences as this model was trained on them. */
    AnswerEncoder encoder() {
        return encoder;
    }

    /** Normalised scores of sequences, read at the last token of each. */
    float[] score(int[][] sequences) {
        return normalisation.apply(model.score(sequences));
    }

    @Override
    public void close() {
        model.close();
    }
}
