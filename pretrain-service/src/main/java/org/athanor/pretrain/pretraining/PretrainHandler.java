package org.athanor.pretrain.pretraining;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.evaluation.ValidationSet;
import org.athanor.pretrain.plan.MemoryGuard;
import org.athanor.pretrain.training.Recipe;
import org.athanor.pretrain.training.Training;
import org.athanor.pretrain.training.TrainingJob;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;

/** The run kind {@code pretrain}: a dataset and a shape make a model. */
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
                        .withRecompute(recipe.recompute()));
    }

    @Override
    public RunOutcome execute(PretrainParameters parameters, RunContext context) throws Exception {
        Pretraining.Decided decided = pretraining.decide(parameters);
        try (TokenShard train = decided.dataset().train();
                TokenShard validation = decided.dataset().validation()) {
            return training.run(job(decided, train, validation), context);
        }
    }

    private TrainingJob job(Pretraining.Decided decided, TokenShard train, TokenShard validation) {
        Recipe recipe = decided.recipe();
        TokenWindows windows = new TokenWindows(train, recipe.sequence());
        return new TrainingJob(
                recipe,
                List.of(decided.dataset().id()),
                Map.of("training", "pretrain", "model", plain(decided.config())),
                engine -> LanguageModel.initialise(engine, decided.config(), recipe.seed()),
                decided.dataset(),
                position ->
                        new WindowBatches(
                                windows,
                                new DatasetCursor(windows.count(), recipe.seed(), position),
                                recipe.batch(),
                                recipe.accumulation()),
                ValidationSet.ofWindows(
                        validation,
                        Math.min(recipe.sequence() + 1, decided.config().contextLength()),
                        recipe.intervals().validationRows(recipe.batch()),
                        recipe.batch()),
                decided.dataset().tokenizer().endOfText());
    }

    private Map<String, Object> plain(DecoderConfig config) {
        return json.convertValue(config, new TypeReference<>() {});
    }
}
