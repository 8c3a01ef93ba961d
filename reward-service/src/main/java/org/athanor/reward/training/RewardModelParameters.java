package org.athanor.reward.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.reward.feedback.Selection;

/**
 * What a run of kind {@code reward-model} is told. Everything but the model has a default.
 *
 * @param model the fine-tuned model to start from, which is also the reference policy of the
 *     normalisation
 * @param annotators whose judgements count; everybody's when it is empty
 * @param sources only comparisons from there; from everywhere when it is empty
 * @param epochs how often each judgement is seen; more than one overfits (arXiv:2203.02155)
 * @param batch judgements of one step
 * @param learningRate of the first step; falls linearly to 0. Left out, it follows from the model's
 *     width
 * @param weightDecay of matrices
 * @param clip largest norm of a gradient
 * @param lora makes an adapter of low rank learn, with the head, instead of all weights; the reward model
 *     that comes out has it merged
 * @param seed of the head's and an adapter's initial values, the order of the prompts and the samples
 * @param validationShare share of the prompts that are held out
 * @param sequence longest sequence in tokens, the model's context when it is left out; a longer
 *     prompt loses its beginning
 * @param normalisationSamples answers of the reference policy that fix gain and bias
 * @param temperature of these answers
 * @param maximumTokens longest of these answers
 * @param checkpointEvery steps between checkpoints
 */
record RewardModelParameters(
        @NotNull ArtifactId model,
        @Size(max = 1000) List<String> annotators,
        @Size(max = 1000) List<String> sources,
        @Min(1) @Max(100) Integer epochs,
        @Min(1) @Max(4096) Integer batch,
        @Positive @DecimalMax("1") Double learningRate,
        @PositiveOrZero @DecimalMax("1") Double weightDecay,
        @Positive Double clip,
        @Valid LoraParameters lora,
        Long seed,
        @DecimalMin("0.001") @DecimalMax("0.9") Double validationShare,
        @Min(4) Integer sequence,
        @Min(2) @Max(100_000) Integer normalisationSamples,
        @Positive @DecimalMax("10") Double temperature,
        @Min(1) @Max(100_000) Integer maximumTokens,
        @Min(1) Integer checkpointEvery) {

    private static final double RATE_TIMES_WIDTH = 0.0384;

    RewardModelParameters {
        annotators = annotators == null ? List.of() : List.copyOf(new TreeSet<>(annotators));
        sources = sources == null ? List.of() : List.copyOf(new TreeSet<>(sources));
        epochs = Objects.requireNonNullElse(epochs, 1);
        batch = Objects.requireNonNullElse(batch, 32);
        weightDecay = Objects.requireNonNullElse(weightDecay, 0.0);
        clip = Objects.requireNonNullElse(clip, 1.0);
        seed = Objects.requireNonNullElse(seed, 0L);
        validationShare = Objects.requireNonNullElse(validationShare, 0.1);
        normalisationSamples = Objects.requireNonNullElse(normalisationSamples, 256);
        temperature = Objects.requireNonNullElse(temperature, 1.0);
        maximumTokens = Objects.requireNonNullElse(maximumTokens, 128);
        checkpointEvery = Objects.requireNonNullElse(checkpointEvery, 50);
    }

    /**
     * The learning rate for a model of this width. Published rates fall with the width: 5e-5 at 768
     * (arXiv:1909.08593) and 9e-6 at 4096 (arXiv:2203.02155) are one number divided by it.
     */
    double learningRateFor(int dModel) {
        return learningRate == null ? RATE_TIMES_WIDTH / dModel : learningRate;
    }

    Selection selection() {
        return new Selection(annotators, sources);
    }
}
