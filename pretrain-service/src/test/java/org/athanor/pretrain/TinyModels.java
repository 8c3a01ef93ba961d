package org.athanor.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;

/** Small models as artifacts, untrained. */
public final class TinyModels {

    private TinyModels() {}

    /** A Llama over the tokenizer of {@link TinyDatasets}, which stops at the end of a text. */
    public static ArtifactId llama(ArtifactStore store, Engine engine) {
        DecoderConfig config =
                DecoderConfig.llama(
                        TinyDatasets.TOKENIZER.vocabularySize(), 32, 2, 4, 2, 64, 32, true);
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL);
                LanguageModel model = LanguageModel.initialise(engine, config, 1)) {
            model.save(draft.directory());
            TinyDatasets.TOKENIZER.save(draft.directory());
            Files.writeString(draft.file("generation_config.json"), "{\"eos_token_id\": 0}");
            return store.publish(draft, List.of(), Map.of("tiny", "llama"), null).id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
