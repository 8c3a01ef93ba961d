package org.athanor.pretrain.finetuning;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.evaluation.ValidationSet;
import org.athanor.pretrain.plan.MemoryGuard;
import org.athanor.pretrain.training.Recipe;
import org.athanor.pretrain.training.Training;
import org.athanor.pretrain.training.TrainingJob;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Plan;

/** The run kind {@code finetune}: a model and answers make a model that answers. */
@ApplicationScoped
class FinetuneHandler implements RunHandler<FinetuneParameters> {

    private final Finetuning finetuning;
    private final MemoryGuard memory;
    private final Training training;

    FinetuneHandler(Finetuning finetuning, MemoryGuard memory, Training training) {
        this.finetuning = finetuning;
        this.memory = memory;
        this.training = training;
    }

    @Override
    public String kind() {
        return "finetune";
    }

    @Override
    public Class<FinetuneParameters> parametersType() {
        return FinetuneParameters.class;
    }

    @Override
    public void validate(FinetuneParameters parameters) {
        Finetuning.Decided decided = finetuning.decide(parameters);
        Recipe recipe = decided.recipe();
        DecoderConfig model = decided.model().config();
        Plan plan =
                MemoryGuard.plan(
                                model,
                                recipe.rowsAtOnce(memory.devices()),
                                recipe.sequence(),
                                recipe.computeType())
                        .withRecompute(recipe.recompute())
                        .withDocuments(true);
        memory.requireFits(
                recipe.lora() == null ? plan : plan.withAdapter(recipe.lora().parameters(model)));
    }

    @Override
    public RunOutcome execute(FinetuneParameters parameters, RunContext context) throws Exception {
        Finetuning.Decided decided = finetuning.decide(parameters);
        try (TokenShard train = decided.dataset().train();
                TokenShard validation = decided.dataset().validation()) {
            Examples examples = new Examples(train, decided.limit());
            RunOutcome outcome =
                    training.run(
                            job(decided, mergesAdapter(parameters), examples, validation), context);
            Map<String, Object> figures = new LinkedHashMap<>(outcome.figures());
            figures.put("examples", examples.count());
            figures.put("examplesSetAside", examples.setAside());
            return new RunOutcome(outcome.artifact(), figures);
        }
    }

    private static boolean mergesAdapter(FinetuneParameters parameters) {
        return parameters.lora() == null || parameters.lora().merge();
    }

    private static TrainingJob job(
            Finetuning.Decided decided,
            boolean mergesAdapter,
            Examples examples,
            TokenShard validation) {
        Recipe recipe = decided.recipe();
        return new TrainingJob(
                recipe,
                List.of(decided.model().id(), decided.dataset().id()),
                Map.of("training", "finetune"),
                decided.model()::load,
                decided.dataset(),
                position ->
                        new ExampleBatches(
                                examples,
                                new DatasetCursor(
                                        examples.count(), recipe.seed(), position.single()),
                                recipe.batch(),
                                recipe.accumulation()),
                ValidationSet.ofExamples(
                        new Examples(validation, decided.limit()),
                        recipe.intervals().validationRows(recipe.batch()),
                        recipe.batch()),
                decided.dataset().tokenizer().end(),
                mergesAdapter);
    }
}
