package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pretrain}. */
@Command(name = "pretrain", description = "Pre-train a model on a dataset, from nothing.")
public final class PretrainCommand extends RunVerb {

    @Parameters(paramLabel = "DATASET", description = "The dataset's artifact id.")
    private String dataset;

    @Option(
            names = "--preset",
            description = "The architecture; ./athanor plan lists those there are.")
    private String preset;

    @Option(names = "--steps", description = "Optimizer steps.")
    private Integer steps;

    @Option(names = "--batch", description = "Windows a step.")
    private Integer batch;

    @Option(names = "--sequence", description = "Tokens a window.")
    private Integer sequence;

    @Option(
            names = "--recompute",
            description =
                    "Let layers run twice instead of keeping what their gradients need: a third more time, far less memory.")
    private Boolean recompute;

    @Option(names = "--seed", description = "Of the weights and the order of the data.")
    private Long seed;

    public PretrainCommand() {
        super(Service.PRETRAIN, "pretrain");
    }

    @Override
    Map<String, Object> parameters(Api api) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("dataset", dataset);
        parameters.put("preset", preset);
        parameters.put("steps", steps);
        parameters.put("batch", batch);
        parameters.put("sequence", sequence);
        parameters.put("recompute", recompute);
        parameters.put("seed", seed);
        return parameters;
    }
}
