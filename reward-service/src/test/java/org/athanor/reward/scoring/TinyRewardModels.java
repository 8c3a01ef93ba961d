package org.athanor.reward.scoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.reward.TinyModels;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;

/** Reward models that learnt nothing, for tests of what is done with them. */
final class TinyRewardModels {

    private TinyRewardModels() {}

    static ArtifactId publish(
            ArtifactStore store, Engine engine, ArtifactId model, double gain, double bias)
            throws IOException {
        Artifact base = store.open(model);
        try (ArtifactDraft draft = store.draft(ArtifactKind.REWARD_MODEL);
                LanguageModel language = LanguageModel.load(engine, base.directory());
                ScalarModel reward = ScalarModel.fromLanguageModel(language, 1)) {
            reward.save(draft.directory());
            for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                Files.copy(base.file(file), draft.file(file));
            }
            new RewardCard(gain, bias, TinyModels.CONTEXT, 1, 1, 0.5, 0, 1, new TreeMap<>())
                    .write(draft.directory());
            return store.publish(draft, List.of(model), Map.of(), null).id();
        }
    }
}
