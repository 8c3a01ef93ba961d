package org.athanor.reward;

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

/** A model with random weights whose tokens are bytes. */
public final class TinyModels {

    public static final int CONTEXT = 64;

    private TinyModels() {}

    /** Publishes it; one seed is one artifact. */
    public static ArtifactId publish(ArtifactStore store, Engine engine, long seed)
            throws IOException {
        Tokenizer bytes = Tokenizer.ofMerges(List.of());
        DecoderConfig config =
                DecoderConfig.llama(bytes.vocabularySize(), 32, 2, 2, 2, 64, CONTEXT, true);
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL);
                LanguageModel model = LanguageModel.initialise(engine, config, seed)) {
            model.save(draft.directory());
            bytes.save(draft.directory());
            return store.publish(draft, List.of(), Map.of("seed", seed), null).id();
        }
    }
}
