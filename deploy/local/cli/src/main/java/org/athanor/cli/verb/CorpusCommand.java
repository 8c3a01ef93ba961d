package org.athanor.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.ArgGroup;
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
                "A file is sent to tokenizer-service; with --by-path the service reads files and folders itself, below the roots that it allows.",
                "Buckets, databases, topics and Maven artifacts are read by the service where its configuration allows them."
            })
    static final class Add extends RunVerb {

        @Spec private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME", description = "A name for people.")
        private String name;

        @Parameters(
                index = "1..*",
                paramLabel = "FILE",
                description =
                        "Text, JSONL, CSV, TSV, Parquet, WARC, each perhaps .gz or .zst, in .zip or .tar; folders and patterns with --by-path.")
        private List<Path> files = List.of();

        @Option(names = "--by-path", description = "Let the service read the paths itself.")
        private boolean byPath;

        @Option(
                names = "--resource",
                paramLabel = "PATH",
                description = "A resource on the service's class path, instead of files.")
        private String resource;

        @Option(
                names = "--s3",
                paramLabel = "S3://BUCKET/PATH",
                description = "An object, a folder or a pattern of a bucket; may be repeated.")
        private List<String> buckets = List.of();

        @Option(
                names = "--maven",
                paramLabel = "GROUP:ARTIFACT:VERSION",
                description = "The sources of an artifact; may be repeated.")
        private List<String> artifacts = List.of();

        @ArgGroup(exclusive = false)
        private Query query;

        @ArgGroup(exclusive = false)
        private Topic topic;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description =
                        "text, lines, jsonl, tsv, csv, parquet or warc; told from the name when left out.")
        private String format;

        @Option(
                names = "--column",
                paramLabel = "NAME",
                description = "The column that holds the text: a name, or a number from 0.")
        private String column;

        @Option(
                names = "--invalid",
                paramLabel = "POLICY",
                description =
                        "skip (the default) sets documents aside that cannot be used; fail stops at the first.")
        private String invalidDocuments;

        @Option(
                names = "--damaged",
                paramLabel = "POLICY",
                description =
                        "fail (the default) when a source cannot be read to its end; skip keeps what came before.")
        private String damagedSources;

        @Option(
                names = "--language",
                paramLabel = "CODE",
                description = "Keep only documents in this language, for example en.")
        private String language;

        @Option(
                names = "--clean",
                paramLabel = "STEP[=VALUE]",
                split = ",",
                description = {
                    "Clean the documents by these steps, done in this order; may be repeated:",
                    "repair[=nfc]",
                    "language=CODE[+CODE...]",
                    "quality",
                    "decontamination=SET[+SET...]",
                    "personal-data[=REGION[+REGION...]]",
                    "exact-duplicates[=ignore-case]",
                    "near-duplicates[=THRESHOLD]",
                    "-P cleaning=JSON instead sets every bound of every step."
                })
        private List<String> cleaning = List.of();

        @Option(names = "--skip", description = "Leave out so many documents at the start.")
        private Long skip;

        @Option(names = "--limit", description = "Read at most so many documents.")
        private Long limit;

        @Option(
                names = "--extends",
                paramLabel = "CORPUS",
                description = "Add the documents to this corpus; a dataset of it is reused.")
        private String parent;

        /** A query to a database that the service names. */
        static final class Query {

            @Option(
                    names = "--datasource",
                    required = true,
                    description = "A database, by the name the service has for it.")
            private String datasource;

            @Option(names = "--query", required = true, description = "What is asked of it.")
            private String query;
        }

        /** A range of a topic. */
        static final class Topic {

            @Option(
                    names = "--topic",
                    required = true,
                    description = "A topic of the service's broker.")
            private String topic;

            @Option(
                    names = "--from",
                    paramLabel = "PARTITION=OFFSET",
                    description = "Its first offset; the oldest when left out. May be repeated.")
            private Map<Integer, Long> from = Map.of();

            @Option(
                    names = "--to",
                    paramLabel = "PARTITION=OFFSET",
                    description =
                            "The offset after its last; the end at present when left out. May be repeated.")
            private Map<Integer, Long> to = Map.of();

            private Map<String, Object> asSource() {
                Map<String, Object> source = new LinkedHashMap<>();
                source.put("topic", topic);
                source.put("from", from.isEmpty() ? null : from);
                source.put("to", to.isEmpty() ? null : to);
                source.values().removeIf(each -> each == null);
                return source;
            }
        }

        Add() {
            super(Service.TOKENIZER, "corpus");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            // Before anything is sent.
            Map<String, Object> steps = CleaningStep.cleaning(cleaning);
            List<Map<String, Object>> sources = new ArrayList<>();
            if (resource != null) {
                sources.add(source("resource", resource));
            }
            buckets.forEach(bucket -> sources.add(source("s3", bucket)));
            artifacts.forEach(artifact -> sources.add(source("maven", artifact)));
            if (query != null) {
                sources.add(
                        source(
                                "jdbc",
                                Map.of("datasource", query.datasource, "query", query.query)));
            }
            if (topic != null) {
                sources.add(source("kafka", topic.asSource()));
            }
            for (Path file : files) {
                if (byPath) {
                    sources.add(source("path", file.toAbsolutePath().normalize().toString()));
                } else {
                    Map<String, Object> source = source("upload", upload(api, file));
                    // The service tells the format from it.
                    source.put("label", file.getFileName().toString());
                    sources.add(source);
                }
            }
            if (sources.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Name a FILE, or one of --resource, --s3, --datasource, --topic, --maven.");
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("name", name);
            parameters.put("sources", sources);
            parameters.put("language", language);
            parameters.put("skip", skip);
            parameters.put("limit", limit);
            parameters.put("extends", parent);
            parameters.put("cleaning", steps);
            parameters.put("invalidDocuments", invalidDocuments);
            parameters.put("damagedSources", damagedSources);
            return parameters;
        }

        private Map<String, Object> source(String way, Object value) {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put(way, value);
            source.put("format", format);
            source.put("column", column);
            source.values().removeIf(each -> each == null);
            return source;
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
