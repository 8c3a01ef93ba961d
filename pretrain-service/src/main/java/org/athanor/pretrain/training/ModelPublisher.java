package org.athanor.pretrain.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ConfigurationKeys;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;

/**
 * Publishes a trained model as a folder in Hugging Face's layout, its tokenizer beside it. An adapter that
 * it wears is merged, and lies beside it in PEFT's layout, named after the model it was trained on; or it
 * is published alone.
 */
final class ModelPublisher {

    private static final String ADAPTER_FOLDER = "adapter";

    private final ArtifactStore store;

    ModelPublisher(ArtifactStore store) {
        this.store = store;
    }

    Manifest publish(LanguageModel model, TrainingJob job, RunContext context) throws IOException {
        Map<String, Object> configuration = new LinkedHashMap<>(job.configuration());
        configuration.putAll(job.recipe().configuration());
        boolean alone = model.adapter().isPresent() && !job.mergesAdapter();
        try (ArtifactDraft draft = store.draft(alone ? ArtifactKind.ADAPTER : ArtifactKind.MODEL)) {
            if (alone) {
                saveAdapter(model, job, draft.directory());
                configuration.put(ConfigurationKeys.BASE, base(job));
            } else {
                saveModel(model, job, draft.directory());
            }
            GenerationConfig.sampled(job.stopToken(), job.dataset().tokenizer().endOfText())
                    .write(draft.directory());
            return store.publish(draft, job.parents(), configuration, context.runId());
        }
    }

    private static void saveModel(LanguageModel model, TrainingJob job, Path folder)
            throws IOException {
        model.save(folder);
        if (model.adapter().isPresent()) {
            saveAdapter(model, job, folder.resolve(ADAPTER_FOLDER));
        }
        job.dataset().copyTokenizer(folder);
    }

    private static void saveAdapter(LanguageModel model, TrainingJob job, Path folder)
            throws IOException {
        model.adapter().orElseThrow().save(folder, base(job));
    }

    private static String base(TrainingJob job) {
        return job.parents().getFirst().value();
    }
}
