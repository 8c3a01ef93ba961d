package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feedback import}. */
@Command(
        name = "feedback",
        description = "What annotators said of answers.",
        subcommands = FeedbackCommand.Import.class)
public final class FeedbackCommand extends Group {

    @Command(
            name = "import",
            description = "Import comparisons from JSONL with the fields chosen and rejected.")
    static final class Import extends ApiVerb {

        @Parameters(paramLabel = "FILE", description = "JSONL, one comparison a line.")
        private Path file;

        @Option(
                names = "--annotator",
                required = true,
                paramLabel = "NAME",
                description = "Who judged: a person, a group or a program, by name.")
        private String annotator;

        @Override
        int execute(Api api, JsonOutput json) {
            String path =
                    "/v1/feedback/imports?annotator="
                            + URLEncoder.encode(annotator, StandardCharsets.UTF_8);
            JsonNode answer = api.upload(Service.REWARD, path, file, "application/x-ndjson");
            json.write(
                    answer,
                    () ->
                            answer.properties()
                                    .forEach(
                                            field ->
                                                    System.out.printf(
                                                            "%-24s %s%n",
                                                            field.getKey(), field.getValue())));
            return ExitCode.OK;
        }
    }
}
