package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataset build}. */
@Command(
        name = "dataset",
        description = "Tokens to train on.",
        subcommands = DatasetCommand.Build.class)
public final class DatasetCommand extends Group {

    @Command(
            name = "build",
            description = "Tokenize a corpus and split it, by document, into train and validation.")
    static final class Build extends RunVerb {

        @Parameters(index = "0", paramLabel = "CORPUS", description = "The corpus' artifact id.")
        private String corpus;

        @Parameters(
                index = "1",
                paramLabel = "TOKENIZER",
                description = "The tokenizer's artifact id.")
        private String tokenizer;

        @Option(
                names = "--validation",
                paramLabel = "SHARE",
                description = "The share of documents held out for validation.")
        private Double validationShare;

        @Option(names = "--seed", description = "Which documents these are.")
        private Long seed;

        Build() {
            super(Service.TOKENIZER, "dataset");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("corpus", corpus);
            parameters.put("tokenizer", tokenizer);
            parameters.put("validationShare", validationShare);
            parameters.put("seed", seed);
            return parameters;
        }
    }
}
