package org.athanor.rlhf.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.Tokenizer;

/** What a run needs, as small as it can be, as artifacts. */
record TinyArtifacts(ArtifactId policy, ArtifactId rewardModel, ArtifactId prompts) {

    /** Special tokens and the 256 bytes, no merges. */
    static final Tokenizer TOKENIZER = Tokenizer.ofMerges(List.of());

    static TinyArtifacts publish(ArtifactStore store, Engine engine) throws IOException {
        DecoderConfig config =
                DecoderConfig.llama(TOKENIZER.vocabularySize(), 32, 1, 2, 1, 64, 32, true);
        try (LanguageModel model = LanguageModel.initialise(engine, config, 5);
                ScalarModel reward = ScalarModel.fromLanguageModel(model, 6)) {
            return new TinyArtifacts(
                    model(store, model), rewardModel(store, reward), prompts(store));
        }
    }

    private static ArtifactId model(ArtifactStore store, LanguageModel model) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            model.save(draft.directory());
            TOKENIZER.save(draft.directory());
            Files.writeString(draft.file("generation_config.json"), "{\"eos_token_id\":4}");
            return store.publish(draft, List.of(), Map.of("tiny", "policy"), null).id();
        }
    }

    private static ArtifactId rewardModel(ArtifactStore store, ScalarModel reward)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.REWARD_MODEL)) {
            reward.save(draft.directory());
            TOKENIZER.save(draft.directory());
            Files.writeString(draft.file("reward.json"), "{\"gain\":0.5,\"bias\":0.1}");
            return store.publish(draft, List.of(), Map.of("tiny", "reward"), null).id();
        }
    }

    private static ArtifactId prompts(ArtifactStore store) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.DATASET)) {
            for (String split : List.of("train", "validation")) {
                try (TokenShardWriter writer =
                        TokenShardWriter.create(
                                draft.directory(), split, TOKENIZER.vocabularySize(), true)) {
                    for (char letter = 'a'; letter < 'q'; letter++) {
                        RenderedChat chat = TOKENIZER.chatTemplate().render("say " + letter, "yes");
                        writer.append(chat.tokens(), chat.lossMask());
                    }
                }
            }
            TOKENIZER.save(draft.directory());
            return store.publish(draft, List.of(), Map.of("form", "completion"), null).id();
        }
    }
}
