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
    private final CheckpointWriter checkpoints;
    private final StepMeter meter;
    private final RunContext context;

    TrainingLoop(
            TrainingJob job,
            LanguageModel model,
            LanguageModelTrainer trainer,
            CheckpointWriter checkpoints,
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
        ValidationLoss last = ValidationLoss.NONE;
        while (trainer.steps() < recipe.steps()) {
            last = advance(batches);
        }
        checkpoints.finish();
        return last;
    }

    /** One step, and what is due after it. */
    private ValidationLoss advance(TrainingBatches batches) throws IOException {
        checkpoints.throwIfFailed();
        long step = trainer.steps() + 1;
        boolean isLast = step == recipe.steps();
        Map<String, Double> numbers = learn(step, batches.next());
        checkpoints.confirm();
        ValidationLoss validation = ValidationLoss.NONE;
        if (isLast || step % recipe.intervals().evaluation() == 0) {
            validation = validate();
            numbers.putAll(validation.figures());
        }
        context.metrics(step, numbers);
        if (!isLast && step % recipe.intervals().checkpoint() == 0) {
            checkpoints.take(
                    new TrainingState(
                            step, batches.position(), recipe.seed(), recipe.computeType()),
                    validation);
        }
        return validation;
    }

    private Map<String, Double> learn(long step, TrainingBatches.Step data) throws IOException {
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

    private StepResult checkedStep(long step, TrainingBatches.Step data) throws IOException {
        try {
            return trainer.step(data.microBatches());
        } catch (NonFiniteLossException e) {
            throw diverged(step, e.getMessage());
        }
    }

    private ValidationLoss validate() throws IOException {
        ValidationLoss loss =
                job.validation().measure(model, job.dataset().tokenizer(), context::ensureActive);
        if (!loss.isFinite()) {
            throw diverged(trainer.steps(), "the validation loss is not finite");
        }
        return loss;
    }

    /** What has been confirmed is good, so it is still written. */
    private AthanorException diverged(long step, String what) throws IOException {
        checkpoints.discard();
        checkpoints.finish();
        String kept =
                context.lastCheckpoint()
                        .map(last -> "the checkpoint of step " + last.step() + " is kept")
                        .orElse("there is no checkpoint yet");
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "training diverged at step %d of %d: %s; %s"
                        .formatted(step, recipe.steps(), what, kept));
    }
}
