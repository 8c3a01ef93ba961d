package org.athanor.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corpus add}. */
@Command(
        name = "corpus",
        description = "Text that models are made from.",
        subcommands = CorpusCommand.Add.class)
public final class CorpusCommand extends Group {

    @Command(
            name = "add",
            description = {
                "Read documents into a corpus.",
                "A file is sent to tokenizer-service; with --by-path the service reads files and folders itself, below the roots that it allows."
            })
    static final class Add extends RunVerb {

        @Spec private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME", description = "A name for people.")
        private String name;

        @Parameters(
                index = "1..*",
                paramLabel = "FILE",
                description =
                        "Text, JSONL or tab-separated lines, each perhaps .gz; folders with --by-path.")
        private List<Path> files = List.of();

        @Option(names = "--by-path", description = "Let the service read the paths itself.")
        private boolean byPath;

        @Option(
                names = "--resource",
                paramLabel = "PATH",
                description = "A resource on the service's class path, instead of files.")
        private String resource;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "text, lines, jsonl or tsv; told from the name when left out.")
        private String format;

        @Option(names = "--column", description = "The column of tsv that holds the text, from 0.")
        private Integer column;

        @Option(
                names = "--language",
                paramLabel = "CODE",
                description = "Keep only documents in this language, for example en.")
        private String language;

        @Option(names = "--skip", description = "Leave out so many documents at the start.")
        private Long skip;

        @Option(names = "--limit", description = "Read at most so many documents.")
        private Long limit;

        Add() {
            super(Service.TOKENIZER, "corpus");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            List<Map<String, Object>> sources = new ArrayList<>();
            if (resource != null) {
                sources.add(source("resource", resource, format));
            }
            for (Path file : files) {
                if (byPath) {
                    sources.add(
                            source("path", file.toAbsolutePath().normalize().toString(), format));
                } else {
                    Map<String, Object> source =
                            source("upload", upload(api, file), formatOf(file));
                    source.put("label", file.getFileName().toString());
                    sources.add(source);
                }
            }
            if (sources.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Name a FILE or a --resource.");
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("name", name);
            parameters.put("sources", sources);
            parameters.put("language", language);
            parameters.put("skip", skip);
            parameters.put("limit", limit);
            return parameters;
        }

        private Map<String, Object> source(String way, String value, String format) {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put(way, value);
            source.put("format", format);
            source.put("column", column);
            source.values().removeIf(each -> each == null);
            return source;
        }

        /** An upload has no name that the service could tell the format from. */
        private String formatOf(Path file) {
            if (format != null) {
                return format;
            }
            String name =
                    file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .replaceFirst("\\.gz$", "");
            if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
                return "jsonl";
            }
            return name.endsWith(".tsv") ? "tsv" : "text";
        }

        private static String upload(Api api, Path file) {
            if (Files.isDirectory(file)) {
                throw new CliException(
                        ExitCode.USAGE,
                        file + " is a folder: say --by-path, so that the service reads it");
            }
            return api.upload(Service.TOKENIZER, "/v1/uploads", file, "application/octet-stream")
                    .path("id")
                    .asText();
        }
    }
}
