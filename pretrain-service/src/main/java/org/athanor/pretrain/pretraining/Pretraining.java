package org.athanor.pretrain.pretraining;

import jakarta.enterprise.context.ApplicationScoped;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.dataset.RowForm;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.plan.ModelChoice;
import org.athanor.pretrain.training.GuardParameters;
import org.athanor.pretrain.training.OptimizerDefaults;
import org.athanor.pretrain.training.OptimizerParameters;
import org.athanor.pretrain.training.Recipe;
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
    record Decided(DatasetMixture mixture, DecoderConfig config, Recipe recipe, RowForm form) {}

    Decided decide(PretrainParameters parameters) {
        DatasetMixture opened = DatasetMixture.open(store, parameters);
        DecoderConfig config =
                new ModelChoice(parameters.preset(), parameters.model())
                        .config(opened.first().tokenizer().vocabularySize());
        int sequence = or(parameters.sequence(), config.contextLength());
        int batch = or(parameters.batch(), Math.max(1, USUAL_TOKENS_A_BATCH / sequence));
        int accumulation = or(parameters.accumulation(), 1);
        RowForm form = RowForm.of(sequence, parameters.packing(), parameters.attention());
        DatasetMixture mixture = opened.counted(form);
        requireEnough(mixture, sequence, batch, accumulation);
        long steps = steps(parameters, mixture, (long) batch * accumulation, sequence);
        OptimizerParameters chosen = or(parameters.optimizer(), OptimizerParameters.USUAL);
        OptimizerDefaults defaults =
                new OptimizerDefaults(usualRate(config.parameters()), "cosine", 0.05, 0.1, 0.1);
        return new Decided(
                mixture,
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
                                parameters.checkpointEvery())),
                form);
    }

    private static void requireEnough(
            DatasetMixture mixture, int sequence, int batch, int accumulation) {
        long rows = (long) batch * accumulation;
        for (DatasetMixture.Source source : mixture.sources()) {
            long least = mixture.isOne() ? rows : 1;
            if (source.rows() < least) {
                throw tooSmall(source, sequence, batch, accumulation);
            }
        }
        if (mixture.epochRows() < rows) {
            throw tooSmall(mixture.sources().getFirst(), sequence, batch, accumulation);
        }
    }

    private static AthanorException tooSmall(
            DatasetMixture.Source source, int sequence, int batch, int accumulation) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "dataset %s is too small for one step: its training split fills %d windows of %d tokens, a step takes %d x %d; use a smaller batch or sequence, or more text"
                        .formatted(
                                source.dataset().id(),
                                source.rows(),
                                sequence,
                                batch,
                                accumulation));
    }

    private static long steps(
            PretrainParameters parameters, DatasetMixture mixture, long rows, int sequence) {
        if (parameters.steps() != null && parameters.tokens() != null) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "name either steps or tokens, there were both");
        }
        long usual = mixture.epochRows() / rows;
        long steps =
                parameters.tokens() == null
                        ? or(parameters.steps(), usual)
                        : Math.ceilDiv(parameters.tokens(), rows * sequence);
        long most = mixture.mostRows() / rows;
        if (steps > most) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the epochs of the mixture's datasets end after %d steps, %d were asked for: name more epochs, or none for one of them, which then begins again"
                            .formatted(most, steps));
        }
        return steps;
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
