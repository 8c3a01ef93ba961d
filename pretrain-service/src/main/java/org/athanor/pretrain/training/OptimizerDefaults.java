package org.athanor.pretrain.training;

import java.util.List;
import java.util.Locale;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;

/**
 * What a run kind takes where the client chose nothing.
 *
 * @param warmupShare of all steps
 * @param finalShare of the learning rate at the end of a decay
 */
public record OptimizerDefaults(
        double learningRate,
        String schedule,
        double warmupShare,
        double finalShare,
        double weightDecay) {

    private static final long MOST_WARMUP_STEPS = 2000;
    private static final List<Double> BETAS = List.of(0.9, 0.95);
    private static final double EPSILON = 1e-8;
    private static final double CLIP = 1;

    /** Which optimizer, and its constants. */
    public OptimizerConfig optimizer(OptimizerParameters chosen) {
        List<Double> betas = chosen.betas() == null ? BETAS : chosen.betas();
        return new OptimizerConfig(
                betas.get(0),
                betas.get(1),
                EPSILON,
                chosen.weightDecay() == null ? weightDecay : chosen.weightDecay(),
                chosen.clip() == null ? CLIP : chosen.clip(),
                "muon".equals(chosen.name()));
    }

    /** The learning rate's way over {@code steps}; INVALID_REQUEST where it cannot be. */
    public Schedule schedule(OptimizerParameters chosen, long steps) {
        double peak = chosen.learningRate() == null ? learningRate : chosen.learningRate();
        long usualWarmup = Math.min(MOST_WARMUP_STEPS, (long) (warmupShare * steps));
        long warmup = chosen.warmupSteps() == null ? usualWarmup : chosen.warmupSteps();
        double least =
                chosen.minimumLearningRate() == null
                        ? finalShare * peak
                        : chosen.minimumLearningRate();
        if (warmup > steps) {
            throw invalid("warmupSteps %d is more than the %d steps".formatted(warmup, steps));
        }
        if (least > peak) {
            throw invalid("minimumLearningRate %s is above learningRate %s".formatted(least, peak));
        }
        String decay = chosen.schedule() == null ? schedule : chosen.schedule();
        return new Schedule(
                peak,
                warmup,
                steps,
                Schedule.Decay.valueOf(decay.toUpperCase(Locale.ROOT)),
                least / peak);
    }

    private static AthanorException invalid(String message) {
        return new AthanorException(ErrorCode.INVALID_REQUEST, "optimizer." + message);
    }
}
