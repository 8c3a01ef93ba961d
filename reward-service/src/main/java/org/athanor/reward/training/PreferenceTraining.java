package org.athanor.reward.training;

import java.io.IOException;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.reward.RewardStep;
import org.athanor.transformer.reward.RewardTrainer;
import org.athanor.transformer.training.NonFiniteLossException;

/**
 * The training loop of one run.
 *
 * @param model the model that it starts from
 * @param snapshot the feedback that it learns from
 */
record PreferenceTraining(
        RewardTrainer trainer,
        BatchOrder order,
        ArtifactId model,
        ArtifactId snapshot,
        RewardCheckpoints checkpoints,
        int checkpointEvery,
        RunContext context) {

    /** Does the steps that are not done yet. */
    void finish() throws IOException {
        while (trainer.steps() < order.steps()) {
            context.ensureActive();
            RewardStep step = step();
            long done = trainer.steps();
            context.metrics(
                    done,
                    Map.of(
                            "loss", step.loss(),
                            "accuracy", step.accuracy(),
                            "margin", step.margin(),
                            "gradientNorm", step.gradientNorm(),
                            "learningRate", step.learningRate()));
            context.progress(done, order.steps(), "steps");
            if (done % checkpointEvery == 0 || done == order.steps()) {
                checkpoints.save(trainer, model, snapshot, context);
            }
        }
    }

    private RewardStep step() {
        try {
            return trainer.step(Batches.of(order.batch(trainer.steps())));
        } catch (NonFiniteLossException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE, e.getMessage() + "; the last checkpoint is kept", e);
        }
    }
}
