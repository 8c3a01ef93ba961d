package org.athanor.pretrain.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;

/**
 * Publishes a trained model as a folder in Hugging Face's layout, its tokenizer beside it. An adapter that
 * it wears is merged, and lies beside it in PEFT's layout, named after the model it was trained on.
 */
final class ModelPublisher {

    private static final String ADAPTER_FOLDER = "adapter";

    private final ArtifactStore store;

    ModelPublisher(ArtifactStore store) {
        this.store = store;
    }

    Manifest publish(LanguageModel model, TrainingJob job, RunContext context) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            model.save(draft.directory());
            if (model.adapter().isPresent()) {
                String base = job.parents().getFirst().value();
                model.adapter().get().save(draft.directory().resolve(ADAPTER_FOLDER), base);
            }
            job.dataset().copyTokenizer(draft.directory());
            GenerationConfig.sampled(job.stopToken(), job.dataset().tokenizer().endOfText())
                    .write(draft.directory());
            Map<String, Object> configuration = new LinkedHashMap<>(job.configuration());
            configuration.putAll(job.recipe().configuration());
            return store.publish(draft, job.parents(), configuration, context.runId());
        }
    }
}
