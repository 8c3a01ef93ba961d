package org.athanor.rlhf.policy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.rlhf.advantage.AdvantageEstimator;
import org.athanor.rlhf.advantage.Advantages;
import org.athanor.rlhf.checkpoint.PpoCheckpoints;
import org.athanor.rlhf.checkpoint.PpoProgress;
import org.athanor.rlhf.evaluation.Evaluation;
import org.athanor.rlhf.evaluation.HeldOutEvaluation;
import org.athanor.rlhf.evaluation.Sample;
import org.athanor.rlhf.rollout.Prompts;
import org.athanor.rlhf.rollout.Rollout;
import org.athanor.rlhf.rollout.RolloutCollector;
import org.athanor.rlhf.rollout.Seeds;
import org.athanor.rlhf.scoring.PendingScores;
import org.athanor.rlhf.scoring.RewardScorer;
import org.athanor.transformer.ppo.PpoTrainer;
import org.jboss.logging.Logger;

/** One run of proximal policy optimisation with a KL penalty (arXiv:1707.06347, 1909.08593). */
final class PpoRun {

    /** Nats a response. True KL is never negative: this much below zero is a fault, not noise. */
    private static final double IMPOSSIBLE_KL = -0.5;

    private static final Logger LOG = Logger.getLogger(PpoRun.class);

    private final PpoParameters parameters;
    private final RunContext context;
    private final PpoTrainer trainer;
    private final RolloutCollector collector;
    private final RewardScorer scorer;
    private final Prompts prompts;
    private final HeldOutEvaluation evaluation;
    private final PpoCheckpoints checkpoints;

    private final Seeds seeds;
    private final RewardShaping shaping;
    private final AdvantageEstimator estimator;
    private final PolicyUpdater updater;

    PpoRun(
            PpoParameters parameters,
            RunContext context,
            PpoTrainer trainer,
            RolloutCollector collector,
            RewardScorer scorer,
            Prompts prompts,
            HeldOutEvaluation evaluation,
            PpoCheckpoints checkpoints) {
        this.parameters = parameters;
        this.context = context;
        this.trainer = trainer;
        this.collector = collector;
        this.scorer = scorer;
        this.prompts = prompts;
        this.evaluation = evaluation;
        this.checkpoints = checkpoints;
        this.seeds = new Seeds(parameters.seed());
        this.shaping = new RewardShaping(parameters.scoreClip(), parameters.missingEndPenalty());
        this.estimator =
                new AdvantageEstimator(
                        parameters.gamma(), parameters.lambda(), parameters.whitenRewards());
        this.updater = new PolicyUpdater(trainer, parameters.epochs(), parameters.approxKlLimit());
    }

    /**
     * How it went.
     *
     * @param samples of the evaluation after the last iteration
     */
    record Result(Evaluation before, Evaluation after, List<Sample> samples) {

        /** The run's closing numbers; none of them depends on time or place. */
        Map<String, Object> figures() {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("scoreBefore", before.score());
            figures.put("scoreAfter", after.score());
            figures.put("scoreDeviationBefore", before.scoreDeviation());
            figures.put("kl", after.kl());
            figures.put("responseLengthBefore", before.responseLength());
            figures.put("responseLengthAfter", after.responseLength());
            figures.put("endRateBefore", before.endRate());
            figures.put("endRateAfter", after.endRate());
            figures.put("evaluationPrompts", after.answers());
            return figures;
        }
    }

    /** From the last checkpoint, or else from the beginning, to the end. */
    Result train() throws Exception {
        PpoProgress progress = checkpoints.restore(trainer).orElse(null);
        if (progress == null) {
            progress = begin();
        }
        while (!isDone(progress)) {
            context.ensureActive();
            progress = iterate(progress);
            context.progress(progress.iteration(), parameters.iterations(), "iterations");
            checkpointWhenDue(progress);
        }
        List<Sample> samples = evaluation.samples(context::ensureActive);
        return new Result(progress.before(), Evaluation.of(samples), samples);
    }

    private boolean isDone(PpoProgress progress) {
        return progress.ended() || progress.iteration() == parameters.iterations();
    }

    private PpoProgress begin() throws InterruptedException {
        Evaluation before = Evaluation.of(evaluation.samples(context::ensureActive));
        return new PpoProgress(0, parameters.klCoefficient(), false, before);
    }

    private PpoProgress iterate(PpoProgress progress) throws Exception {
        int iteration = progress.iteration();
        double klCoefficient = progress.klCoefficient();
        Stopwatch stopwatch = new Stopwatch();

        Rollout rollout = stopwatch.time("rollout", () -> rollOut(iteration));
        PendingScores pending = scorer.request(rollout.sequences());

        List<Minibatch> minibatches =
                Minibatch.deal(
                        rollout,
                        parameters.minibatches(),
                        parameters.microBatch(),
                        seeds.minibatches(iteration));
        Assessment before =
                stopwatch.time("forward", () -> Assessment.of(trainer, rollout, minibatches));
        refuseImpossibleKl(before.kl(), iteration);
        if (before.kl() > parameters.klLimit()) {
            LOG.infof(
                    "the policy is %.2f nats a response from the reference after %d iterations, the limit is %.2f: it learns no more",
                    before.kl(), iteration, parameters.klLimit());
            return new PpoProgress(iteration, klCoefficient, true, progress.before());
        }

        double[] scores = stopwatch.time("scoring", () -> pending.await(context::ensureActive));
        double[] shaped = shaping.shape(scores, rollout);

        Advantages advantages =
                estimator.estimate(
                        shaped,
                        before.logProbs(),
                        before.refLogProbs(),
                        before.values(),
                        klCoefficient);

        LearningRates rates = learningRates(iteration);
        UpdateStatistics update =
                stopwatch.time(
                        "update",
                        () ->
                                updater.update(
                                        minibatches,
                                        before,
                                        advantages,
                                        rates,
                                        context::ensureActive));

        Map<String, Double> numbers =
                new IterationMetrics(rollout, scores, shaped, before, advantages, klCoefficient)
                        .with(update, rates, stopwatch);
        context.metrics(iteration + 1L, numbers);

        double nextKlCoefficient =
                parameters
                        .klController()
                        .withCoefficient(klCoefficient)
                        .after(before.kl(), rollout.size())
                        .coefficient();
        return new PpoProgress(iteration + 1, nextKlCoefficient, false, progress.before());
    }

    private Rollout rollOut(int iteration) {
        return collector.collect(
                prompts.batch(iteration, parameters.rolloutBatch(), seeds.prompts()),
                seeds.sampling(iteration));
    }

    /** Both fall linearly to zero; the policy waits for a fresh value model to find its level. */
    private LearningRates learningRates(int iteration) {
        double left = 1 - (double) iteration / parameters.iterations();
        LearningRates rates =
                parameters.learningRates(trainer.policyWidth(), trainer.valueWidth()).times(left);
        return iteration < parameters.valueWarmupIterations() ? rates.withoutPolicy() : rates;
    }

    private void checkpointWhenDue(PpoProgress progress) throws IOException {
        if (isDone(progress) || progress.iteration() % parameters.checkpointEvery() == 0) {
            checkpoints.save(trainer, progress);
        }
    }

    private static void refuseImpossibleKl(double kl, int iteration) {
        if (kl < IMPOSSIBLE_KL) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "in iteration %d the policy's KL from the reference was %.3f nats a response; it cannot be negative, so sampler and trainer disagree about log-probs"
                            .formatted(iteration + 1, kl));
        }
    }
}
