package org.athanor.pretrain.training;

import java.io.IOException;
import java.util.Optional;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.training.LanguageModelTrainer;

/**
 * Takes a training that came apart back to its last good checkpoint, so often and no more. Which one that
 * is depends on the steps alone, not on how far the disk has come: what was confirmed is written first.
 */
final class Recovery {

    private final LanguageModelTrainer trainer;
    private final Checkpoints checkpoints;
    private final CheckpointWriter writer;
    private final Recipe recipe;
    private final RunContext context;
    private int rollbacks;

    /** @param rollbacks made so far */
    Recovery(
            LanguageModelTrainer trainer,
            Checkpoints checkpoints,
            CheckpointWriter writer,
            Recipe recipe,
            RunContext context,
            int rollbacks) {
        this.trainer = trainer;
        this.checkpoints = checkpoints;
        this.writer = writer;
        this.recipe = recipe;
        this.context = context;
        this.rollbacks = rollbacks;
    }

    int rollbacks() {
        return rollbacks;
    }

    /**
     * Restores weights and moments. The data does not go back: what the training met since the checkpoint
     * stays behind, so that it does not meet it again (as in section 5.1 of arXiv:2204.02311).
     *
     * @return the state of the checkpoint
     * @throws AthanorException UNPROCESSABLE when there is none, or the most rollbacks have been made
     */
    TrainingState goBack(DivergedException trouble) throws IOException {
        writer.discard();
        writer.finish();
        Optional<Checkpoints.Saved> good = checkpoints.last();
        if (good.isEmpty() || rollbacks >= recipe.guard().rollbacks()) {
            throw failed(trouble, good.map(Checkpoints.Saved::state));
        }
        TrainingState state = good.get().state();
        trainer.restore(good.get().folder());
        rollbacks++;
        context.notice(
                "step %d of %d: %s; back to the checkpoint of step %d and past the data since (rollback %d of %d)"
                        .formatted(
                                trouble.step(),
                                recipe.steps(),
                                trouble.getMessage(),
                                state.step(),
                                rollbacks,
                                recipe.guard().rollbacks()));
        return state;
    }

    private AthanorException failed(DivergedException trouble, Optional<TrainingState> good) {
        String tried =
                rollbacks == 0
                        ? ""
                        : "it went back %d times, which is all that guard.rollbacks allows; "
                                .formatted(rollbacks);
        String kept =
                good.map(state -> "the checkpoint of step " + state.step() + " is kept")
                        .orElse("there is no checkpoint yet");
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "training diverged at step %d of %d: %s; %s%s"
                        .formatted(
                                trouble.step(), recipe.steps(), trouble.getMessage(), tried, kept),
                trouble);
    }
}
