package org.athanor.pretrain.pretraining;

import jakarta.enterprise.context.ApplicationScoped;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.plan.ModelChoice;
import org.athanor.pretrain.training.GuardParameters;
import org.athanor.pretrain.training.OptimizerDefaults;
import org.athanor.pretrain.training.OptimizerParameters;
import org.athanor.pretrain.training.Recipe;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.model.DecoderConfig;

/** Turns what a client asked for into what is done, or says why it cannot be. */
@ApplicationScoped
class Pretraining {

    private static final int USUAL_TOKENS_A_BATCH = 4096;
    private static final double HIGHEST_USUAL_RATE = 2e-3;
    private static final double LOWEST_USUAL_RATE = 6e-5;

    private final ArtifactStore store;
    private final Engines engines;

    Pretraining(ArtifactStore store, Engines engines) {
        this.store = store;
        this.engines = engines;
    }

    /** Everything decided. */
    record Decided(TokenDataset dataset, DecoderConfig config, Recipe recipe) {}

    Decided decide(PretrainParameters parameters) {
        TokenDataset dataset = TokenDataset.open(store, parameters.dataset());
        DecoderConfig config =
                new ModelChoice(parameters.preset(), parameters.model())
                        .config(dataset.tokenizer().vocabularySize());
        int sequence = or(parameters.sequence(), config.contextLength());
        int batch = or(parameters.batch(), Math.max(1, USUAL_TOKENS_A_BATCH / sequence));
        int accumulation = or(parameters.accumulation(), 1);
        long windows = windows(dataset, sequence);
        long rows = (long) batch * accumulation;
        if (windows < rows) {
            throw tooSmall(dataset, windows, sequence, batch, accumulation);
        }
        long steps = steps(parameters, windows, rows, sequence);
        OptimizerParameters chosen = or(parameters.optimizer(), OptimizerParameters.USUAL);
        OptimizerDefaults defaults =
                new OptimizerDefaults(usualRate(config.parameters()), "cosine", 0.05, 0.1, 0.1);
        return new Decided(
                dataset,
                config,
                new Recipe(
                        steps,
                        batch,
                        accumulation,
                        sequence,
                        or(parameters.seed(), 1L),
                        engines.computeType(parameters.computeType()),
                        defaults.optimizer(chosen),
                        defaults.schedule(chosen, steps),
                        or(parameters.recompute(), false),
                        null,
                        or(parameters.guard(), GuardParameters.USUAL).guard(),
                        Recipe.Intervals.of(
                                steps,
                                parameters.evaluateEvery(),
                                parameters.evaluationBatches(),
                                parameters.checkpointEvery())));
    }

    private static long windows(TokenDataset dataset, int sequence) {
        try (TokenShard train = dataset.train()) {
            return Math.max(0, train.tokens() - 1) / sequence;
        }
    }

    private static AthanorException tooSmall(
            TokenDataset dataset, long windows, int sequence, int batch, int accumulation) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "dataset %s is too small for one step: its training split fills %d windows of %d tokens, a step takes %d x %d; use a smaller batch or sequence, or more text"
                        .formatted(dataset.id(), windows, sequence, batch, accumulation));
    }

    private static long steps(
            PretrainParameters parameters, long windows, long rows, int sequence) {
        if (parameters.steps() != null && parameters.tokens() != null) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "name either steps or tokens, there were both");
        }
        if (parameters.tokens() != null) {
            return Math.ceilDiv(parameters.tokens(), rows * sequence);
        }
        return or(parameters.steps(), windows / rows);
    }

    /** Larger models want smaller rates: equation D.1 of arXiv:2001.08361, kept within reason. */
    private static double usualRate(long parameters) {
        double rate = 0.003239 - 0.0001395 * Math.log(parameters);
        return Math.clamp(rate, LOWEST_USUAL_RATE, HIGHEST_USUAL_RATE);
    }

    private static <T> T or(T value, T usual) {
        return value == null ? usual : value;
    }
}
