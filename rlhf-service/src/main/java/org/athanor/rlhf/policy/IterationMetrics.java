package org.athanor.rlhf.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.athanor.rlhf.advantage.Advantages;
import org.athanor.rlhf.rollout.Rollout;

/**
 * The numbers of one iteration under the names that boards show.
 *
 * @param scores of the reward model, {@code [answer]}
 * @param shaped after clipping and penalties, {@code [answer]}
 * @param klCoefficient that the rewards were made with
 */
record IterationMetrics(
        Rollout rollout,
        double[] scores,
        double[] shaped,
        Assessment before,
        Advantages advantages,
        double klCoefficient) {

    Map<String, Double> with(UpdateStatistics update, LearningRates rates, Stopwatch stopwatch) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        double kl = before.kl();
        double nonScoreReward = 0 - klCoefficient * kl;
        numbers.put("score", mean(scores));
        numbers.put("nonScoreReward", nonScoreReward);
        numbers.put("scoreTotal", mean(shaped) + nonScoreReward);
        numbers.put("objectiveKl", kl);
        numbers.put("objectiveKlK3", before.klK3());
        numbers.put("klCoefficient", klCoefficient);
        numbers.put("entropy", before.entropy());
        numbers.put("explainedVariance", advantages.explainedVariance());
        numbers.put("responseLength", rollout.meanLength());
        numbers.put("endRate", rollout.endRate());
        numbers.put("samplerLogProbDifference", before.samplerLogProbDifference(rollout));
        numbers.putAll(update.averages());
        numbers.put("learningRate", rates.policy());
        numbers.put("valueLearningRate", rates.value());
        numbers.put("tokensPerSecond", rollout.actions() / stopwatch.total());
        numbers.putAll(stopwatch.seconds());
        return numbers;
    }

    private static double mean(double[] numbers) {
        return DoubleStream.of(numbers).average().orElseThrow();
    }
}
