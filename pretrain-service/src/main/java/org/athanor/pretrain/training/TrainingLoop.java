package org.athanor.pretrain.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.model.Flops;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.StepResult;

/** Steps until the recipe is done, measuring and saving on the way. */
final class TrainingLoop {

    private final TrainingJob job;
    private final Recipe recipe;
    private final LanguageModel model;
    private final LanguageModelTrainer trainer;
    private final Checkpoints checkpoints;
    private final StepMeter meter;
    private final RunContext context;
    private long lastCheckpoint;

    TrainingLoop(
            TrainingJob job,
            LanguageModel model,
            LanguageModelTrainer trainer,
            Checkpoints checkpoints,
            StepMeter meter,
            RunContext context) {
        this.job = job;
        this.recipe = job.recipe();
        this.model = model;
        this.trainer = trainer;
        this.checkpoints = checkpoints;
        this.meter = meter;
        this.context = context;
    }

    /**
     * Goes on after the trainer's last step.
     *
     * @param position where its data begins
     * @return the loss on the validation split at the end, {@link ValidationLoss#NONE} without one
     */
    ValidationLoss run(DatasetCursor.Position position) throws IOException {
        TrainingBatches batches = job.batches().from(position);
        lastCheckpoint = trainer.steps();
        for (long step = lastCheckpoint + 1; step < recipe.steps(); step++) {
            TrainingBatches.Step data = batches.next();
            Map<String, Double> numbers = learn(step, data);
            if (step % recipe.intervals().evaluation() == 0) {
                numbers.putAll(validate().figures());
            }
            context.metrics(step, numbers);
            if (step % recipe.intervals().checkpoint() == 0) {
                saveCheckpoint(data, batches.position());
            }
        }
        Map<String, Double> numbers = learn(recipe.steps(), batches.next());
        ValidationLoss last = validate();
        numbers.putAll(last.figures());
        context.metrics(recipe.steps(), numbers);
        return last;
    }

    private Map<String, Double> learn(long step, TrainingBatches.Step data) {
        context.ensureActive();
        meter.begin();
        StepResult result = checkedStep(step, data);
        meter.end(
                data.tokens(),
                Flops.trainingPerToken(model.config(), data.microBatches().getFirst().time()));
        context.progress(step, recipe.steps(), "steps");
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("loss", result.loss());
        numbers.put("learningRate", result.learningRate());
        numbers.put("gradientNorm", result.gradientNorm());
        numbers.put("tokensPerSecond", meter.tokensPerSecond());
        numbers.put("modelFlopsUtilisation", meter.utilisation());
        return numbers;
    }

    private StepResult checkedStep(long step, TrainingBatches.Step data) {
        try {
            return trainer.step(data.microBatches());
        } catch (NonFiniteLossException e) {
            throw diverged(step, e.getMessage());
        }
    }

    private ValidationLoss validate() {
        ValidationLoss loss =
                job.validation().measure(model, job.dataset().tokenizer(), context::ensureActive);
        if (!loss.isFinite()) {
            throw diverged(trainer.steps(), "the validation loss is not finite");
        }
        return loss;
    }

    /** Only weights that still give a finite loss are worth going back to. */
    private void saveCheckpoint(TrainingBatches.Step data, DatasetCursor.Position next)
            throws IOException {
        long step = trainer.steps();
        double nats = trainer.evaluate(data.microBatches().getFirst()).nats();
        if (!Double.isFinite(nats)) {
            throw diverged(step, "the loss after this step is not finite");
        }
        checkpoints.save(
                trainer, new TrainingState(step, next, recipe.seed(), recipe.computeType()));
        lastCheckpoint = step;
    }

    private AthanorException diverged(long step, String what) {
        String kept =
                lastCheckpoint == 0
                        ? "there is no checkpoint yet"
                        : "the checkpoint of step " + lastCheckpoint + " is kept";
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "training diverged at step %d of %d: %s; %s"
                        .formatted(step, recipe.steps(), what, kept));
    }
}
