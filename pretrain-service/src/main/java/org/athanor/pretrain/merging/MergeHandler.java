package org.athanor.pretrain.merging;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.model.StoredAdapter;
import org.athanor.pretrain.model.StoredModel;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;

/** Publishes the model that an adapter and its base are together. */
@ApplicationScoped
class MergeHandler implements RunHandler<MergeParameters> {

    private final Engines engines;
    private final ArtifactStore store;

    MergeHandler(Engines engines, ArtifactStore store) {
        this.engines = engines;
        this.store = store;
    }

    @Override
    public String kind() {
        return "merge";
    }

    @Override
    public Class<MergeParameters> parametersType() {
        return MergeParameters.class;
    }

    @Override
    public void validate(MergeParameters parameters) {
        StoredModel.open(store, StoredAdapter.open(store, parameters.adapter()).base());
    }

    @Override
    public RunOutcome execute(MergeParameters parameters, RunContext context)
            throws IOException, InterruptedException {
        StoredAdapter stored = StoredAdapter.open(store, parameters.adapter());
        StoredModel base = StoredModel.open(store, stored.base());
        // Sums are exact in f32 alone.
        try (Engines.Turn turn =
                        engines.turn(
                                ComputeType.F32,
                                "pretrain-service, run " + context.runId(),
                                context::ensureActive,
                                context::notice);
                LanguageModel model = base.load(turn.engine());
                LoraAdapter adapter = stored.load(turn.engine(), model.config());
                LanguageModel adapted = model.adapted(adapter);
                ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            adapted.save(draft.directory());
            base.copyTokenizer(draft.directory());
            stored.generationConfig().write(draft.directory());
            Manifest manifest =
                    store.publish(
                            draft,
                            List.of(base.id(), stored.id()),
                            Map.of("training", "merge"),
                            context.runId());
            return new RunOutcome(manifest.id(), Map.of("parameters", model.parameters()));
        }
    }
}
