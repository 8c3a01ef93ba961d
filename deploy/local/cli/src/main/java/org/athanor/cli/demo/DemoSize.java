package org.athanor.cli.demo;

import java.util.Map;

/**
 * How large each stage of the demo is. Both sizes walk the same path.
 *
 * @param preset the model's architecture
 * @param comparisons how many pairs of answers are judged
 * @param evaluationPrompts held-out prompts; the rule scores two answers to each, before and after
 * @param targetDeviations by how many standard deviations of the fine-tuned model's score the rule's
 *     score must rise
 * @param pretrain parameters of the pre-training run, likewise the others
 */
record DemoSize(
        boolean quick,
        String preset,
        int vocabularySize,
        int comparisons,
        int evaluationPrompts,
        double targetDeviations,
        Map<String, Object> pretrain,
        Map<String, Object> finetune,
        Map<String, Object> rewardModel,
        Map<String, Object> ppo) {

    /** The KL budget in nats a response. */
    static final double KL_BUDGET = 8;

    /** Answers are sampled so everywhere: for the comparisons, in rollouts and in evaluation. */
    static final double TEMPERATURE = 0.8;

    /** Longest answer in tokens. */
    static final int MAXIMUM_TOKENS = 48;

    static final long SEED = 20_260_101;

    private static final Map<String, Object> FINETUNE =
            Map.of("epochs", 3, "batch", 16, "accumulation", 2, "checkpointEvery", 20);

    /** A model of a few million parameters learns at rates that would break a large one. */
    private static final Map<String, Object> REWARD_MODEL =
            Map.of("epochs", 1, "batch", 16, "learningRate", 4e-4, "checkpointEvery", 25);

    static DemoSize full() {
        return new DemoSize(
                false,
                "demo",
                4096,
                3200,
                300,
                2,
                Map.of(
                        "steps", 550,
                        "batch", 8,
                        "sequence", 256,
                        "evaluateEvery", 275,
                        "checkpointEvery", 100),
                FINETUNE,
                REWARD_MODEL,
                ppo(44, 192, 1e-4, 0.1, 6.9));
    }

    static DemoSize reduced() {
        return new DemoSize(
                true,
                "demo-quick",
                2048,
                1000,
                200,
                1,
                Map.of(
                        "steps", 700,
                        "batch", 4,
                        "sequence", 128,
                        "evaluateEvery", 350,
                        "checkpointEvery", 100),
                FINETUNE,
                REWARD_MODEL,
                ppo(10, 128, 2e-4, 0.08, 6));
    }

    /** The limit leaves room for what one more update and other prompts add to the KL. */
    private static Map<String, Object> ppo(
            int iterations,
            int rolloutBatch,
            double learningRate,
            double klCoefficient,
            double klLimit) {
        return Map.ofEntries(
                Map.entry("iterations", iterations),
                Map.entry("rolloutBatch", rolloutBatch),
                Map.entry("minibatches", 2),
                Map.entry("microBatch", 32),
                Map.entry("epochs", 2),
                Map.entry("learningRate", learningRate),
                Map.entry("valueLearningRate", 1e-3),
                Map.entry("valueClipRange", 1.0),
                Map.entry("klCoefficient", klCoefficient),
                Map.entry("klLimit", klLimit),
                Map.entry("approxKlLimit", 0.1),
                Map.entry("checkpointEvery", 5));
    }
}
