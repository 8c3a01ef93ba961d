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
                400,
                2,
                Map.of(
                        "steps",
                        900,
                        "batch",
                        16,
                        "sequence",
                        256,
                        "evaluateEvery",
                        150,
                        "checkpointEvery",
                        100),
                Map.of("epochs", 3, "batch", 32, "checkpointEvery", 20),
                Map.of("epochs", 1, "batch", 16, "checkpointEvery", 25),
                Map.of("iterations", 40, "rolloutBatch", 128, "checkpointEvery", 5));
    }

    static DemoSize reduced() {
        return new DemoSize(
                true,
                "demo-quick",
                1024,
                1000,
                200,
                1,
                Map.of(
                        "steps",
                        250,
                        "batch",
                        16,
                        "sequence",
                        128,
                        "evaluateEvery",
                        125,
                        "checkpointEvery",
                        50),
                Map.of("epochs", 2, "batch", 32, "checkpointEvery", 20),
                Map.of("epochs", 1, "batch", 16, "checkpointEvery", 25),
                Map.of("iterations", 16, "rolloutBatch", 64, "checkpointEvery", 4));
    }
}
