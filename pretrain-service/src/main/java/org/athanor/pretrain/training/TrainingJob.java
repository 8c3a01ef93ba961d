package org.athanor.pretrain.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.pretrain.evaluation.Validation;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;

/**
 * What to train on what.
 *
 * @param parents of the model that comes out
 * @param configuration of the model that comes out, besides the recipe's
 * @param start makes the model that training starts from
 * @param dataset whose tokenizer the model gets
 * @param batches the data
 * @param stopToken the id after which a generation stops
 * @param mergesAdapter whether an adapter is published inside the model's weights, or else alone
 */
public record TrainingJob(
        Recipe recipe,
        List<ArtifactId> parents,
        Map<String, Object> configuration,
        ModelStart start,
        TokenDataset dataset,
        TrainingBatches.Source batches,
        Validation validation,
        int stopToken,
        boolean mergesAdapter) {

    /** A job whose adapter, if there is one, is published inside the model's weights. */
    public TrainingJob(
            Recipe recipe,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            ModelStart start,
            TokenDataset dataset,
            TrainingBatches.Source batches,
            Validation validation,
            int stopToken) {
        this(recipe, parents, configuration, start, dataset, batches, validation, stopToken, true);
    }

    TrainingJob withComputeType(ComputeType type) {
        return new TrainingJob(
                recipe.withComputeType(type),
                parents,
                configuration,
                start,
                dataset,
                batches,
                validation,
                stopToken,
                mergesAdapter);
    }

    /** Makes a model on an engine; the caller closes it. */
    @FunctionalInterface
    public interface ModelStart {
        LanguageModel on(Engine engine) throws IOException;
    }
}
