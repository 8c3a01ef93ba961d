package org.athanor.pretrain.pretraining;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.evaluation.Validation;
import org.athanor.pretrain.evaluation.ValidationMixture;
import org.athanor.pretrain.evaluation.ValidationSet;
import org.athanor.pretrain.plan.MemoryGuard;
import org.athanor.pretrain.training.Recipe;
import org.athanor.pretrain.training.Training;
import org.athanor.pretrain.training.TrainingJob;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;

/** The run kind {@code pretrain}: datasets and a shape make a model. */
@ApplicationScoped
class PretrainHandler implements RunHandler<PretrainParameters> {

    private final Pretraining pretraining;
    private final MemoryGuard memory;
    private final Training training;
    private final ObjectMapper json;

    PretrainHandler(
            Pretraining pretraining, MemoryGuard memory, Training training, ObjectMapper json) {
        this.pretraining = pretraining;
        this.memory = memory;
        this.training = training;
        this.json = json;
    }

    @Override
    public String kind() {
        return "pretrain";
    }

    @Override
    public Class<PretrainParameters> parametersType() {
        return PretrainParameters.class;
    }

    @Override
    public void validate(PretrainParameters parameters) {
        Pretraining.Decided decided = pretraining.decide(parameters);
        Recipe recipe = decided.recipe();
        memory.requireFits(
                MemoryGuard.plan(
                                decided.config(),
                                recipe.rowsAtOnce(memory.devices()),
                                recipe.sequence(),
                                recipe.computeType())
                        .withRecompute(recipe.recompute())
                        .withDocuments(decided.form().within()));
    }

    @Override
    public RunOutcome execute(PretrainParameters parameters, RunContext context) throws Exception {
        Pretraining.Decided decided = pretraining.decide(parameters);
        try (OpenShards shards = OpenShards.of(decided.mixture())) {
            return training.run(job(decided, shards), context);
        }
    }

    private TrainingJob job(Pretraining.Decided decided, OpenShards shards) {
        Recipe recipe = decided.recipe();
        DatasetMixture mixture = decided.mixture();
        List<RowBatches.Source> rows = shards.rows(mixture, decided.form());
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("training", "pretrain");
        configuration.put("model", plain(decided.config()));
        configuration.putAll(mixture.configuration());
        configuration.putAll(decided.form().configuration());
        return new TrainingJob(
                recipe,
                mixture.ids(),
                configuration,
                engine -> LanguageModel.initialise(engine, decided.config(), recipe.seed()),
                mixture.first(),
                position ->
                        new RowBatches(
                                rows,
                                new Mixture(mixture.parts(), recipe.seed(), position),
                                recipe.batch(),
                                recipe.accumulation()),
                validation(decided, shards),
                mixture.first().tokenizer().endOfText());
    }

    /** So many rows in all, however many datasets there are. */
    private static Validation validation(Pretraining.Decided decided, OpenShards shards) {
        Recipe recipe = decided.recipe();
        DatasetMixture mixture = decided.mixture();
        int longest = Math.min(recipe.sequence() + 1, decided.config().contextLength());
        long rows = recipe.intervals().validationRows(recipe.batch());
        long each = Math.ceilDiv(rows, mixture.sources().size());
        List<ValidationMixture.Part> parts = new ArrayList<>();
        for (int i = 0; i < mixture.sources().size(); i++) {
            TokenShard shard = shards.validation().get(i);
            int separator = mixture.first().tokenizer().endOfText();
            Validation set =
                    decided.form().within()
                            ? ValidationSet.ofDocuments(
                                    shard, longest, separator, each, recipe.batch())
                            : ValidationSet.ofWindows(shard, longest, each, recipe.batch());
            parts.add(
                    new ValidationMixture.Part(mixture.labels().get(i), mixture.weights()[i], set));
        }
        return mixture.isOne() ? parts.getFirst().set() : new ValidationMixture(parts);
    }

    private Map<String, Object> plain(DecoderConfig config) {
        return json.convertValue(config, new TypeReference<>() {});
    }
}
