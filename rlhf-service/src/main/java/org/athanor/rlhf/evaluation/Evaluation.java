package org.athanor.rlhf.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Averages over answers to held-out prompts.
 *
 * @param answers how many
 * @param score of the reward model, without penalties
 * @param scoreDeviation standard deviation of the answers' scores
 * @param kl nats a response, Σ log π - log π_ref over the tokens that π sampled
 * @param responseLength tokens, the end token included
 * @param endRate share of answers with an end token
 */
public record Evaluation(
        int answers,
        double score,
        double scoreDeviation,
        double kl,
        double responseLength,
        double endRate) {

    public static Evaluation of(List<Sample> samples) {
        double score = mean(samples, Sample::score);
        double variance = mean(samples, sample -> Math.pow(sample.score() - score, 2));
        return new Evaluation(
                samples.size(),
                score,
                Math.sqrt(variance),
                mean(samples, Sample::kl),
                mean(samples, sample -> sample.answer().length),
                mean(samples, sample -> sample.ended() ? 1 : 0));
    }

    private static double mean(List<Sample> samples, ToDoubleFunction<Sample> number) {
        return samples.stream().mapToDouble(number).average().orElseThrow();
    }
}
