package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import org.athanor.cli.terminal.Amounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code model import}. */
@Command(
        name = "model",
        description = "Models from elsewhere.",
        subcommands = ModelCommand.Import.class)
public final class ModelCommand extends Group {

    @Command(
            name = "import",
            description = {
                "Make a model artifact out of a folder in Hugging Face's layout:",
                "config.json, tokenizer.json and model.safetensors, or its shards with their index."
            })
    static final class Import extends ApiVerb {

        @Parameters(paramLabel = "FOLDER", description = "The model's files.")
        private Path folder;

        @Override
        int execute(Api api, JsonOutput json) {
            if (!Files.isRegularFile(folder.resolve("config.json"))) {
                throw new CliException(
                        ExitCode.USAGE, folder + " is no model's folder: it has no config.json");
            }
            JsonNode model =
                    api.upload(
                            Service.PRETRAIN,
                            "/v1/models",
                            ZippedModel.publisher(folder),
                            "application/zip");
            json.write(model, () -> System.out.println(text(model)));
            return ExitCode.OK;
        }

        private static String text(JsonNode model) {
            return "%s  %s, %s parameters, context %d"
                    .formatted(
                            model.path("artifact").asText(),
                            model.path("modelType").asText(),
                            Amounts.count(model.path("parameters").asDouble()),
                            model.path("contextLength").asInt());
        }
    }
}
