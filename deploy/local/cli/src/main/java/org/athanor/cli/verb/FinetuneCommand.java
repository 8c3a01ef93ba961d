package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finetune}. */
@Command(name = "finetune", description = "Fine-tune a model on pairs or chats.")
public final class FinetuneCommand extends RunVerb {

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's artifact id.")
    private String model;

    @Parameters(
            index = "1",
            paramLabel = "DATASET",
            description = "The id of a dataset of prompt/completion pairs or chats.")
    private String dataset;

    @Option(names = "--epochs", description = "Times over the data.")
    private Integer epochs;

    @Option(names = "--batch", description = "Examples a step.")
    private Integer batch;

    @Option(names = "--seed", description = "Of the order of the data.")
    private Long seed;

    public FinetuneCommand() {
        super(Service.PRETRAIN, "finetune");
    }

    @Override
    Map<String, Object> parameters(Api api) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("model", model);
        parameters.put("dataset", dataset);
        parameters.put("epochs", epochs);
        parameters.put("batch", batch);
        parameters.put("seed", seed);
        return parameters;
    }
}
