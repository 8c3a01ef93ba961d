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

    @Option(
            names = "--lora-rank",
            paramLabel = "RANK",
            description =
                    "Freeze the model and train an adapter of this rank (LoRA); 8 is a usual one.")
    private Integer loraRank;

    @Option(
            names = "--lora-alpha",
            paramLabel = "ALPHA",
            description = "The adapter counts ALPHA / RANK times; twice the rank if left out.")
    private Double loraAlpha;

    @Option(
            names = "--adapter-alone",
            description = {
                "Publish the adapter without the model's weights: it is promoted like a model and answers",
                "over its base, which several adapters share; 'model merge' makes a model of both."
            })
    private boolean adapterAlone;

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
        parameters.put("lora", lora());
        return parameters;
    }

    /** One of the options is enough; the service knows the others. */
    private Map<String, Object> lora() {
        if (loraRank == null && loraAlpha == null && !adapterAlone) {
            return null;
        }
        Map<String, Object> lora = new LinkedHashMap<>();
        if (loraRank != null) {
            lora.put("rank", loraRank);
        }
        if (loraAlpha != null) {
            lora.put("alpha", loraAlpha);
        }
        if (adapterAlone) {
            lora.put("merge", false);
        }
        return lora;
    }
}
