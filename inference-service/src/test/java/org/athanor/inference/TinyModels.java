package org.athanor.inference;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Publishes models of a few thousand random weights over single bytes: they babble, and do so repeatably. */
@Singleton
public class TinyModels {

    public static final int CONTEXT = 128;

    private final ArtifactStore store;

    TinyModels(ArtifactStore store) {
        this.store = store;
    }

    /** The same seed publishes the same artifact. */
    public ArtifactId publish(long seed) throws IOException {
        return publish(seed, ArtifactKind.MODEL);
    }

    public ArtifactId publish(long seed, ArtifactKind kind) throws IOException {
        Tokenizer tokenizer = Tokenizer.ofMerges(List.of());
        DecoderConfig config =
                DecoderConfig.llama(tokenizer.vocabularySize(), 32, 2, 2, 2, 64, CONTEXT, true);
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, config, seed);
                ArtifactDraft draft = store.draft(kind)) {
            model.save(draft.directory());
            tokenizer.save(draft.directory());
            return store.publish(draft, List.of(), Map.of("seed", seed), null).id();
        }
    }
}
