package org.athanor.rlhf.policy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.transformer.ppo.PpoOptions;

/**
 * What a run of kind {@code ppo} is told. What is left out gets the default that stands here, most
 * of them those of fine-tuning from human preferences (arXiv:1909.08593).
 *
 * @param policy the model to start from; a frozen copy of it is the reference
 * @param rewardModel scores the answers, and starts the value model
 * @param prompts a dataset of completions or chats: what comes before the first counted token is a
 *     prompt; its training split trains, its validation split evaluates
 * @param iterations how often to roll out, score and update
 * @param rolloutBatch answers an iteration
 * @param minibatches parts of a rollout that an optimiser step each reads
 * @param microBatch rows that one forward and backward pass holds in memory
 * @param epochs passes over a rollout
 * @param maximumTokens of an answer, the end token included
 * @param temperature of the sampler and of every log-prob
 * @param learningRate of the policy at the start, falls linearly to zero; left out it fits the model's
 *     width
 * @param valueLearningRate of the value model, likewise
 * @param gradientClip largest norm of a step's gradient
 * @param lora makes adapters of low rank learn instead of all weights, one of the policy, which shares its
 *     weights with the reference then, and one of the value model; the policy that comes out has its own
 *     merged
 * @param gamma discount a token
 * @param lambda of generalised advantage estimation
 * @param clipRange half-width of the trust region around ratio 1
 * @param valueClipRange how far a value may move from the old one before its gradient ends
 * @param valueCoefficient weight of the value loss
 * @param scoreClip scores beyond plus or minus this are cut
 * @param klCoefficient β at the start
 * @param klTarget nats a response that the adaptive β steers to
 * @param klHorizon episodes over which it does
 * @param adaptiveKl whether β adapts
 * @param approxKlLimit a rollout's remaining epochs are left out once an epoch moved the policy
 *     further than this, in nats a token
 * @param klLimit nats a response; the run learns no more once a rollout is further from the reference
 * @param missingEndPenalty taken from the score of an answer without an end token
 * @param whitenRewards divides rewards by their standard deviation
 * @param valueWarmupIterations first iterations in which the value model alone learns
 * @param evaluationPrompts held-out prompts answered before and after
 * @param seed same inputs and seed give the same model
 * @param checkpointEvery iterations between checkpoints
 */
public record PpoParameters(
        @NotNull ArtifactId policy,
        @NotNull ArtifactId rewardModel,
        @NotNull ArtifactId prompts,
        @Min(1) @Max(1_000_000) Integer iterations,
        @Min(1) @Max(65_536) Integer rolloutBatch,
        @Min(1) @Max(1_024) Integer minibatches,
        @Min(1) @Max(4_096) Integer microBatch,
        @Min(1) @Max(100) Integer epochs,
        @Min(1) @Max(131_072) Integer maximumTokens,
        @DecimalMin("0.01") @DecimalMax("10") Double temperature,
        @PositiveOrZero @DecimalMax("1") Double learningRate,
        @PositiveOrZero @DecimalMax("1") Double valueLearningRate,
        @Positive Double gradientClip,
        @Valid LoraParameters lora,
        @DecimalMin("0") @DecimalMax("1") Double gamma,
        @DecimalMin("0") @DecimalMax("1") Double lambda,
        @Positive @DecimalMax("1") Double clipRange,
        @Positive Double valueClipRange,
        @Positive Double valueCoefficient,
        @Positive Double scoreClip,
        @PositiveOrZero Double klCoefficient,
        @Positive Double klTarget,
        @Positive Double klHorizon,
        Boolean adaptiveKl,
        @Positive Double approxKlLimit,
        @Positive Double klLimit,
        @PositiveOrZero Double missingEndPenalty,
        Boolean whitenRewards,
        @PositiveOrZero Integer valueWarmupIterations,
        @Min(1) @Max(65_536) Integer evaluationPrompts,
        Long seed,
        @Min(1) Integer checkpointEvery) {

    /**
     * Published rates fall with the width of the model. 1e-5 at 768 (arXiv:1909.08593) is for
     * thousands of iterations; runs here have dozens.
     */
    private static final double RATE_TIMES_WIDTH = 2.5e-5 * 768;

    public PpoParameters {
        iterations = orElse(iterations, 40);
        rolloutBatch = orElse(rolloutBatch, 64);
        minibatches = orElse(minibatches, 1);
        microBatch = orElse(microBatch, 32);
        epochs = orElse(epochs, 4);
        maximumTokens = orElse(maximumTokens, 32);
        temperature = orElse(temperature, 1.0);
        gradientClip = orElse(gradientClip, 1.0);
        gamma = orElse(gamma, 1.0);
        lambda = orElse(lambda, 0.95);
        clipRange = orElse(clipRange, 0.2);
        valueClipRange = orElse(valueClipRange, 0.2);
        valueCoefficient = orElse(valueCoefficient, 0.1);
        scoreClip = orElse(scoreClip, 10.0);
        klCoefficient = orElse(klCoefficient, 0.15);
        klTarget = orElse(klTarget, 6.0);
        klHorizon = orElse(klHorizon, 10_000.0);
        adaptiveKl = orElse(adaptiveKl, true);
        approxKlLimit = orElse(approxKlLimit, 0.03);
        klLimit = orElse(klLimit, 1_000.0);
        missingEndPenalty = orElse(missingEndPenalty, 1.0);
        whitenRewards = orElse(whitenRewards, false);
        valueWarmupIterations = orElse(valueWarmupIterations, 1);
        evaluationPrompts = orElse(evaluationPrompts, 128);
        seed = orElse(seed, 0L);
        checkpointEvery = orElse(checkpointEvery, 5);
    }

    /** The rates at the start, for models of these widths. */
    LearningRates learningRates(int policyWidth, int valueWidth) {
        return new LearningRates(
                orElse(learningRate, RATE_TIMES_WIDTH / policyWidth),
                orElse(valueLearningRate, RATE_TIMES_WIDTH / valueWidth));
    }

    KlController klController() {
        return adaptiveKl
                ? new KlController(klCoefficient, klTarget, klHorizon)
                : KlController.fixed(klCoefficient);
    }

    PpoOptions trainerOptions() {
        return new PpoOptions(
                temperature, clipRange, valueClipRange, valueCoefficient, gradientClip);
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
