package org.athanor.pretrain.training;

import java.io.IOException;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;

/** The model of a job, wearing a new adapter where the recipe wants one. */
final class JobModel implements AutoCloseable {

    private final LanguageModel base;
    private final LoraAdapter adapter; // null when all weights learn
    private final LanguageModel learner;

    private JobModel(LanguageModel base, LoraAdapter adapter, LanguageModel learner) {
        this.base = base;
        this.adapter = adapter;
        this.learner = learner;
    }

    static JobModel start(TrainingJob job, Engine engine) throws IOException {
        Recipe recipe = job.recipe();
        LanguageModel base = job.start().on(engine);
        if (recipe.lora() == null) {
            return new JobModel(base, null, base);
        }
        LoraAdapter adapter =
                LoraAdapter.initialise(engine, base.config(), recipe.lora(), recipe.seed());
        return new JobModel(base, adapter, base.adapted(adapter));
    }

    /** What learns, and what is measured and published. */
    LanguageModel learner() {
        return learner;
    }

    @Override
    public void close() {
        if (adapter != null) {
            learner.close();
            adapter.close();
        }
        base.close();
    }
}
