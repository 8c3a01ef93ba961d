package org.athanor.cli.verb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pretrain}. */
@Command(
        name = "pretrain",
        description = "Pre-train a model on a dataset or several, from nothing.")
public final class PretrainCommand extends RunVerb {

    private static final String WEIGHT = "weight";

    @Parameters(
            paramLabel = "DATASET",
            description = "The dataset's artifact id; beside others DATASET=WEIGHT.")
    private String dataset;

    @Option(
            names = "--also",
            paramLabel = "DATASET[=WEIGHT]",
            description =
                    "Another dataset that is read in turns with the first; may be repeated. Shares are the weights of all"
                            + " over their sum: with --also OTHER=0.3 the first has the rest, 0.7, and without weights they"
                            + " go by size.")
    private List<String> also = List.of();

    @Option(
            names = "--attention",
            paramLabel = "KIND",
            description =
                    "across-documents (the default) or within-documents, where a token sees its own document alone.")
    private String attention;

    @Option(
            names = "--packing",
            paramLabel = "KIND",
            description =
                    "windows (the default) or best-fit, which cuts only documents longer than a window.")
    private String packing;

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
        if (also.isEmpty()) {
            parameters.put("dataset", dataset);
        } else {
            parameters.put("mixture", mixture());
        }
        parameters.put("attention", attention);
        parameters.put("packing", packing);
        parameters.put("preset", preset);
        parameters.put("steps", steps);
        parameters.put("batch", batch);
        parameters.put("sequence", sequence);
        parameters.put("recompute", recompute);
        parameters.put("seed", seed);
        return parameters;
    }

    /** Beside weights that leave something of one, a first dataset without one gets the rest. */
    private List<Map<String, Object>> mixture() {
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(part(dataset));
        BigDecimal rest = BigDecimal.ONE;
        for (String other : also) {
            Map<String, Object> part = part(other);
            parts.add(part);
            BigDecimal weight = (BigDecimal) part.getOrDefault(WEIGHT, BigDecimal.ONE);
            rest = rest.subtract(weight);
        }
        if (rest.signum() > 0) {
            parts.getFirst().putIfAbsent(WEIGHT, rest);
        }
        return parts;
    }

    private static Map<String, Object> part(String text) {
        int equals = text.indexOf('=');
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("dataset", equals < 0 ? text : text.substring(0, equals));
        if (equals >= 0) {
            String weight = text.substring(equals + 1);
            try {
                part.put(WEIGHT, new BigDecimal(weight));
            } catch (NumberFormatException e) {
                throw new CliException(
                        ExitCode.USAGE, "a weight is a number such as 0.3, was " + weight, e);
            }
        }
        return part;
    }
}
