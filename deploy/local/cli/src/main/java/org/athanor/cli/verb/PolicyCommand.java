package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy train}. */
@Command(
        name = "policy",
        description = "A model optimised for a reward.",
        subcommands = PolicyCommand.Train.class)
public final class PolicyCommand extends Group {

    @Command(name = "train", description = "Optimise a model against a reward model by PPO.")
    static final class Train extends RunVerb {

        @Parameters(
                index = "0",
                paramLabel = "MODEL",
                description = "The fine-tuned model's artifact id.")
        private String policy;

        @Parameters(
                index = "1",
                paramLabel = "REWARD_MODEL",
                description = "The reward model's artifact id.")
        private String rewardModel;

        @Parameters(
                index = "2",
                paramLabel = "PROMPTS",
                description = "The id of a dataset of pairs or chats; their prompts are asked.")
        private String prompts;

        @Option(names = "--iterations", description = "Rollouts to collect and learn from.")
        private Integer iterations;

        @Option(names = "--rollout", paramLabel = "ANSWERS", description = "Answers a rollout.")
        private Integer rolloutBatch;

        @Option(names = "--seed", description = "Of the prompts and the sampling.")
        private Long seed;

        Train() {
            super(Service.RLHF, "ppo");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("policy", policy);
            parameters.put("rewardModel", rewardModel);
            parameters.put("prompts", prompts);
            parameters.put("iterations", iterations);
            parameters.put("rolloutBatch", rolloutBatch);
            parameters.put("seed", seed);
            return parameters;
        }
    }
}
