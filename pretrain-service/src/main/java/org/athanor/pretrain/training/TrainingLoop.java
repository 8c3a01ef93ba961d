package org.athanor.pretrain.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.kit.run.RunContext;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.athanor.transformer.model.Flops;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.StepResult;
import org.athanor.transformer.training.TrainingGuard;

/** Steps until the recipe is done, measuring, saving and, where need be, going back on the way. */
final class TrainingLoop {

    private final TrainingJob job;
    private final Recipe recipe;
    private final LanguageModel model;
    private final LanguageModelTrainer trainer;
    private final CheckpointWriter checkpoints;
    private final Recovery recovery;
    private final StepMeter meter;
    private final RunContext context;
    private TrainingGuard guard;

    TrainingLoop(
            TrainingJob job,
            LanguageModel model,
            LanguageModelTrainer trainer,
            CheckpointWriter checkpoints,
            Recovery recovery,
            StepMeter meter,
            RunContext context) {
        this.job = job;
        this.recipe = job.recipe();
        this.model = model;
        this.trainer = trainer;
        this.checkpoints = checkpoints;
        this.recovery = recovery;
        this.meter = meter;
        this.context = context;
    }

    /**
     * Goes on after the trainer's last step.
     *
     * @param state which belongs to that step
     * @return the loss on the validation split at the end, {@link ValidationLoss#NONE} without one
     */
    ValidationLoss run(TrainingState state) throws IOException {
        TrainingBatches batches = job.batches().from(state.data());
        guard = guard(state);
        ValidationLoss last = ValidationLoss.NONE;
        while (trainer.steps() < recipe.steps()) {
            try {
                last = advance(batches);
            } catch (DivergedException e) {
                guard = guard(recovery.goBack(e));
            }
        }
        checkpoints.finish();
        return last;
    }

    private TrainingGuard guard(TrainingState state) {
        return new TrainingGuard(recipe.guard().limits(), recipe.optimizer().clip(), state.guard());
    }

    /** One step, and what is due after it. */
    private ValidationLoss advance(TrainingBatches batches) throws IOException, DivergedException {
        checkpoints.throwIfFailed();
        context.ensureActive();
        long step = trainer.steps() + 1;
        boolean isLast = step == recipe.steps();
        StepResult result = learn(step, batches.next());
        TrainingGuard.Verdict verdict = guard.judge(result.loss(), result.gradientNorm());
        settleCheckpoint(verdict);
        Map<String, Double> numbers = numbers(result);
        numbers.putAll(batches.figures());
        ValidationLoss validation = ValidationLoss.NONE;
        if (isLast || step % recipe.intervals().evaluation() == 0) {
            validation = validate();
            numbers.putAll(validation.figures());
        }
        context.metrics(step, numbers);
        if (verdict == TrainingGuard.Verdict.ALARM) {
            throw new DivergedException(step, guard.reason());
        }
        boolean isDue = !isLast && step % recipe.intervals().checkpoint() == 0;
        if (isDue && guard.isCalm()) {
            checkpoints.take(state(step, batches), validation);
        }
        return validation;
    }

    /** This step's loss is that of the weights that the step before it left. */
    private void settleCheckpoint(TrainingGuard.Verdict verdict) {
        if (verdict == TrainingGuard.Verdict.ORDINARY) {
            checkpoints.confirm();
        } else {
            checkpoints.discard();
        }
    }

    private TrainingState state(long step, TrainingBatches batches) {
        return new TrainingState(
                step,
                batches.position(),
                recipe.seed(),
                recipe.computeType(),
                guard.state(),
                recovery.rollbacks(),
                trainer.devices());
    }

    private StepResult learn(long step, TrainingBatches.Step data) throws DivergedException {
        meter.begin();
        try {
            StepResult result = trainer.step(data.microBatches());
            meter.end(
                    data.tokens(),
                    Flops.trainingPerToken(model.config(), data.microBatches().getFirst().time()));
            context.progress(step, recipe.steps(), "steps");
            return result;
        } catch (NonFiniteLossException e) {
            throw new DivergedException(step, e.getMessage());
        }
    }

    private Map<String, Double> numbers(StepResult result) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("loss", result.loss());
        numbers.put("learningRate", result.learningRate());
        numbers.put("gradientNorm", result.gradientNorm());
        numbers.put("tokensPerSecond", meter.tokensPerSecond());
        numbers.put("modelFlopsUtilisation", meter.utilisation());
        numbers.put("rollbacks", (double) recovery.rollbacks());
        return numbers;
    }

    private ValidationLoss validate() throws DivergedException {
        ValidationLoss loss =
                job.validation()
                        .measure(model::logProbs, job.dataset().tokenizer(), context::ensureActive);
        if (!loss.isFinite()) {
            throw new DivergedException(trainer.steps(), "the validation loss is not finite");
        }
        return loss;
    }
}
