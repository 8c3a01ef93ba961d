package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reward train}. */
@Command(
        name = "reward",
        description = "What people prefer, as a model.",
        subcommands = RewardCommand.Train.class)
public final class RewardCommand extends Group {

    @Command(name = "train", description = "Train a reward model on the feedback there is.")
    static final class Train extends RunVerb {

        @Parameters(paramLabel = "MODEL", description = "The fine-tuned model's artifact id.")
        private String model;

        @Option(
                names = "--annotator",
                paramLabel = "NAME",
                description = "Only this annotator's judgements; may be repeated.")
        private List<String> annotators;

        @Option(names = "--seed", description = "Of the head's weights and the order of the data.")
        private Long seed;

        Train() {
            super(Service.REWARD, "reward-model");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("model", model);
            parameters.put("annotators", annotators);
            parameters.put("seed", seed);
            return parameters;
        }
    }
}
