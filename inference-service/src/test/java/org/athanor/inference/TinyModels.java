package org.athanor.inference;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ConfigurationKeys;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.ModelType;
import org.athanor.transformer.model.WeightFormat;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;

/** Publishes models of a few thousand weights over single bytes. */
@Singleton
public class TinyModels {

    /** Of the models that babble and talk. */
    public static final int CONTEXT = 128;

    private static final int LONG_CONTEXT = 4096;
    private static final int TRAINING_STEPS = 150;

    private final ArtifactStore store;
    private final Tokenizer tokenizer = Tokenizer.ofMerges(List.of());

    TinyModels(ArtifactStore store) {
        this.store = store;
    }

    /** Random weights: it babbles, and does so repeatably. The same seed is the same artifact. */
    public ArtifactId babbler(long seed) throws IOException {
        return babbler(seed, ArtifactKind.MODEL);
    }

    /** As a babbler, under another kind. */
    public ArtifactId babbler(long seed, ArtifactKind kind) throws IOException {
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config(CONTEXT), seed)) {
            return publish(model, kind, Map.of("seed", seed));
        }
    }

    /** A babbler that never ends: its tokenizer has no token to do so, and its window is long. */
    public ArtifactId longWinded(long seed) throws IOException {
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config(LONG_CONTEXT), seed);
                ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            model.save(draft.directory());
            saveEndlessTokenizer(draft);
            return store.publish(draft, List.of(), Map.of("seed", seed), null).id();
        }
    }

    /**
     * A Qwen2 as it comes from elsewhere: bf16, in shards, its end named by its generation_config.json
     * alone.
     */
    public ArtifactId fromElsewhere(List<Integer> stopIds) throws IOException {
        DecoderConfig config = config(CONTEXT).withModelType(ModelType.QWEN2);
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config, 5);
                ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            model.save(draft.directory(), WeightFormat.BF16.withLargestShard(20_000));
            saveEndlessTokenizer(draft);
            new GenerationConfig(true, null, null, null, null, stopIds, null)
                    .write(draft.directory());
            return store.publish(draft, List.of(), Map.of("training", "import"), null).id();
        }
    }

    private void saveEndlessTokenizer(ArtifactDraft draft) throws IOException {
        tokenizer.save(draft.directory());
        Path path = draft.file("tokenizer.json");
        String endless =
                Files.readString(path)
                        .replace(SpecialTokens.END, "<|and|>")
                        .replace(SpecialTokens.END_OF_TEXT, "<|on|>");
        Files.writeString(path, endless);
        Files.writeString(draft.file("tokenizer_config.json"), "{}");
    }

    /** An adapter over a babbler, learnt by heart to answer {@code hi} with {@code answer}. */
    public ArtifactId adapter(ArtifactId base, String answer) throws IOException {
        Path folder = store.open(base, ArtifactKind.MODEL).directory();
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.load(engine, folder);
                LoraAdapter adapter =
                        LoraAdapter.initialise(
                                engine, model.config(), LoraConfig.allLinear(8, 16), 1);
                LanguageModel learner = model.adapted(adapter);
                ArtifactDraft draft = store.draft(ArtifactKind.ADAPTER)) {
            learnByHeart(learner, answer, 0.02);
            adapter.save(draft.directory(), base.value());
            return store.publish(
                            draft,
                            List.of(base),
                            Map.of(ConfigurationKeys.BASE, base.value()),
                            null)
                    .id();
        }
    }

    /** An adapter that names no base. */
    public ArtifactId adapterOverNothing() throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.ADAPTER)) {
            Files.writeString(draft.file("adapter_config.json"), "{}");
            return store.publish(draft, List.of(), Map.of(), null).id();
        }
    }

    /** Learnt by heart to answer {@code hi} with {@code answer}, and to stop then. */
    public ArtifactId talker(String answer) throws IOException {
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config(CONTEXT), 1)) {
            learnByHeart(model, answer, 0.01);
            return publish(model, ArtifactKind.MODEL, Map.of("answer", answer));
        }
    }

    /** The same with a chat template of another model family, in Jinja. */
    public ArtifactId talkerOfElsewhere(String answer, String template) throws IOException {
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config(CONTEXT), 1);
                ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            tokenizer.save(draft.directory());
            Files.writeString(draft.file("chat_template.jinja"), template);
            Tokenizer foreign = Tokenizer.load(draft.directory());
            learnByHeart(model, foreign.chatTemplate().render("hi", answer), 0.01);
            model.save(draft.directory());
            return store.publish(draft, List.of(), Map.of("answer", answer), null).id();
        }
    }

    private void learnByHeart(LanguageModel model, String answer, double rate) {
        learnByHeart(model, tokenizer.chatTemplate().render("hi", answer), rate);
    }

    private static void learnByHeart(LanguageModel model, RenderedChat chat, double rate) {
        TokenBatch batch = TokenBatch.ofExamples(List.of(chat.tokens()), List.of(chat.lossMask()));
        try (LanguageModelTrainer trainer =
                new LanguageModelTrainer(
                        model, OptimizerConfig.feedback(), Schedule.constant(rate))) {
            for (int step = 0; step < TRAINING_STEPS; step++) {
                trainer.step(List.of(batch));
            }
        }
    }

    private DecoderConfig config(int context) {
        return DecoderConfig.llama(tokenizer.vocabularySize(), 32, 2, 2, 2, 64, context, true);
    }

    private ArtifactId publish(
            LanguageModel model, ArtifactKind kind, Map<String, Object> configuration)
            throws IOException {
        try (ArtifactDraft draft = store.draft(kind)) {
            model.save(draft.directory());
            tokenizer.save(draft.directory());
            return store.publish(draft, List.of(), configuration, null).id();
        }
    }
}
