package org.athanor.reward.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.reward.scoring.RewardCard;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Publishes a trained reward model. */
@ApplicationScoped
class RewardModelPublisher {

    private final ArtifactStore store;

    RewardModelPublisher(ArtifactStore store) {
        this.store = store;
    }

    ArtifactId publish(
            ScalarModel reward,
            RewardCard card,
            RewardModelParameters parameters,
            Artifact model,
            Artifact snapshot,
            RunContext context)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.REWARD_MODEL)) {
            reward.save(draft.directory());
            card.write(draft.directory());
            model.copy(Tokenizer.FILES, draft.directory());
            return store.publish(
                            draft,
                            List.of(model.id(), snapshot.id()),
                            configuration(
                                    parameters,
                                    card,
                                    parameters.learningRateFor(reward.config().dModel())),
                            context.runId())
                    .id();
        }
    }

    /** Everything that shapes the weights; how often a checkpoint was written does not. */
    private static Map<String, Object> configuration(
            RewardModelParameters parameters, RewardCard card, double learningRate) {
        Map<String, Object> configuration = new TreeMap<>();
        configuration.put("annotators", parameters.annotators());
        configuration.put("sources", parameters.sources());
        configuration.put("epochs", parameters.epochs());
        configuration.put("batch", parameters.batch());
        configuration.put("learningRate", learningRate);
        configuration.put("weightDecay", parameters.weightDecay());
        configuration.put("clip", parameters.clip());
        if (parameters.lora() != null) {
            LoraParameters lora = parameters.lora();
            configuration.put(
                    "lora",
                    Map.of("rank", lora.rank(), "alpha", lora.alpha(), "targets", lora.targets()));
        }
        configuration.put("seed", parameters.seed());
        configuration.put("validationShare", parameters.validationShare());
        configuration.put("sequence", card.sequence());
        configuration.put("normalisationSamples", parameters.normalisationSamples());
        configuration.put("temperature", parameters.temperature());
        configuration.put("maximumTokens", parameters.maximumTokens());
        return configuration;
    }
}
