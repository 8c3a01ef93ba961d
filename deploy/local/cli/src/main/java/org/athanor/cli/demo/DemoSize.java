package org.athanor.cli.demo;

import java.util.Map;

/**
 * How large each stage of the demo is. Both sizes walk the same path.
 *
 * @param preset the model's architecture
 * @param comparisons how many pairs of answers are judged
 * @param evaluationAnswers how many answers the rule scores before and after
 * @param targetDeviations by how many standard deviations of the fine-tuned model's score the rule's
 *     score must rise
 * @param pretrain parameters of the pre-training run, likewise the others
 */
record DemoSize(
        boolean quick,
        String preset,
        int vocabularySize,
        int comparisons,
        int evaluationAnswers,
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

    static DemoSize full() {
        return new DemoSize(
                false,
                "demo",
                4096,
                2400,
                300,
                2,
                Map.of(
                        "steps", 500,
                        "batch", 16,
                        "sequence", 256,
                        "evaluateEvery", 250,
                        "checkpointEvery", 100),
                Map.of("epochs", 3, "batch", 32, "checkpointEvery", 20),
                Map.of("epochs", 1, "batch", 16, "checkpointEvery", 25),
                ppo(40, 128));
    }

    static DemoSize reduced() {
        return new DemoSize(
                true,
                "demo-quick",
                2048,
                1200,
                200,
                1,
                Map.of(
                        "steps", 300,
                        "batch", 16,
                        "sequence", 128,
                        "evaluateEvery", 150,
                        "checkpointEvery", 50),
                Map.of("epochs", 3, "batch", 32, "checkpointEvery", 20),
                Map.of("epochs", 1, "batch", 16, "checkpointEvery", 25),
                ppo(24, 128));
    }

    /** A model of a few million parameters learns at rates that would break a large one. */
    private static Map<String, Object> ppo(int iterations, int rolloutBatch) {
        return Map.of(
                "iterations",
                iterations,
                "rolloutBatch",
                rolloutBatch,
                "learningRate",
                1.5e-4,
                "valueLearningRate",
                1e-3,
                "klCoefficient",
                0.1,
                "approxKlLimit",
                0.1,
                "klLimit",
                7.0,
                "minibatches",
                2,
                "epochs",
                3,
                "checkpointEvery",
                5);
    }
}
