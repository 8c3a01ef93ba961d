package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataset build} and {@code dataset token}. */
@Command(
        name = "dataset",
        description = "Tokens to train on.",
        subcommands = {DatasetCommand.Build.class, DatasetCommand.Token.class})
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

    @Command(name = "token", description = "Say which document a token of a dataset came from.")
    static final class Token extends ApiVerb {

        @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset's artifact id.")
        private String dataset;

        @Parameters(
                index = "1",
                paramLabel = "POSITION",
                description = "The token's place in the split, from 0.")
        private long position;

        @Option(
                names = "--split",
                defaultValue = "train",
                description = "train or validation (default: ${DEFAULT-VALUE}).")
        private String split;

        @Override
        int execute(Api api, JsonOutput json) {
            String path =
                    "/v1/datasets/%s/tokens/%d?split=%s"
                            .formatted(
                                    dataset,
                                    position,
                                    URLEncoder.encode(split, StandardCharsets.UTF_8));
            JsonNode token = api.get(Service.TOKENIZER, path);
            json.write(token, () -> System.out.println(text(token)));
            return ExitCode.OK;
        }

        /** The token in brackets where it stands, and where that is. */
        static String text(JsonNode token) {
            JsonNode excerpt = token.path("excerpt");
            String found =
                    "%s[%s]%s"
                            .formatted(
                                    excerpt.path("before").asText(),
                                    excerpt.path("token").asText(),
                                    excerpt.path("after").asText());
            String place =
                    "token %d, number %d of %d in document %s of corpus %s"
                            .formatted(
                                    token.path("token").asInt(),
                                    token.path("indexInDocument").asInt(),
                                    token.path("documentTokens").asInt(),
                                    token.path("document").asText("(unknown)"),
                                    token.path("corpus").asText());
            String source =
                    token.has("source")
                            ? "%s at byte %d, sha256 %s…"
                                    .formatted(
                                            token.path("source").asText(),
                                            token.path("offset").asLong(),
                                            token.path("contentHash").asText())
                            : "the dataset has no index: build it again to know the source";
            return String.join("\n", found, place, source);
        }
    }
}
