package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import org.athanor.cli.terminal.Amounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model import}, {@code model export} and {@code model merge}. */
@Command(
        name = "model",
        description = "Models from and for other programs, and of adapters.",
        subcommands = {
            ModelCommand.Import.class,
            ModelCommand.Export.class,
            ModelCommand.Merge.class
        })
public final class ModelCommand extends Group {

    @Command(
            name = "import",
            description = {
                "Make a model artifact out of a folder in Hugging Face's layout:",
                "config.json, tokenizer.json (or tokenizer.model, or tokenizer.bin) and model.safetensors,",
                "or its shards with their index."
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

    @Command(
            name = "merge",
            description =
                    "Make a model artifact of an adapter and the model that it was trained on.")
    static final class Merge extends RunVerb {

        @Parameters(paramLabel = "ADAPTER", description = "The adapter's artifact id.")
        private String adapter;

        Merge() {
            super(Service.PRETRAIN, "merge");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            return Map.of("adapter", adapter);
        }
    }

    @Command(
            name = "export",
            description = "Write a model for llama.cpp (gguf) or for Python (huggingface).")
    static final class Export extends ApiVerb {

        private enum Format {
            gguf,
            huggingface
        }

        private enum Type {
            f32,
            f16,
            bf16,
            q8_0
        }

        @Parameters(paramLabel = "MODEL", description = "The model's artifact id.")
        private String model;

        @Option(
                names = "--format",
                defaultValue = "gguf",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private Format format;

        @Option(
                names = "--type",
                defaultValue = "bf16",
                description =
                        "Of the numbers in a GGUF file: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private Type type;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "PATH",
                description = "The file to write, or the folder for huggingface.")
        private Path target;

        @Override
        int execute(Api api, JsonOutput json) throws Exception {
            List<Path> written =
                    switch (format) {
                        case gguf -> List.of(gguf(api));
                        case huggingface -> files(api);
                    };
            long bytes = 0;
            for (Path file : written) {
                bytes += Files.size(file);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("model", model);
            result.put("format", format.name());
            result.put("files", written.stream().map(Path::toString).toList());
            result.put("bytes", bytes);
            String size = Amounts.count(bytes) + "B";
            json.write(result, () -> System.out.println("wrote " + target + ", " + size));
            return ExitCode.OK;
        }

        private Path gguf(Api api) throws InterruptedException {
            if (Files.exists(target)) {
                throw inTheWay();
            }
            api.download(Service.PRETRAIN, path("gguf?type=" + type), target);
            return target;
        }

        /** Every file that the model's manifest lists. */
        private List<Path> files(Api api) throws IOException, InterruptedException {
            JsonNode manifest = api.get(Service.PRETRAIN, "/v1/artifacts/" + model);
            if (!manifest.path("kind").asText().equals("model")) {
                throw new CliException(
                        ExitCode.USAGE, model + " is a " + manifest.path("kind").asText());
            }
            if (Files.exists(target)) {
                throw inTheWay();
            }
            Files.createDirectories(target);
            List<Path> written = new ArrayList<>();
            for (JsonNode file : manifest.path("files")) {
                String name = file.path("path").asText();
                Path to = inside(target, name);
                Files.createDirectories(to.getParent());
                api.download(Service.PRETRAIN, path("files/" + name), to);
                written.add(to);
            }
            return written;
        }

        /** Where a file of the model goes; an adapter's lie in a folder of their own. */
        static Path inside(Path folder, String name) {
            Path root = folder.toAbsolutePath().normalize();
            Path file = root.resolve(name).normalize();
            if (!file.startsWith(root) || file.equals(root)) {
                throw new CliException(ExitCode.FAILED, "not a file of a model: " + name);
            }
            return file;
        }

        private String path(String rest) {
            return "/v1/models/" + model + "/" + rest;
        }

        private CliException inTheWay() {
            return new CliException(
                    ExitCode.USAGE, target + " is already there: name another place with --to");
        }
    }
}
