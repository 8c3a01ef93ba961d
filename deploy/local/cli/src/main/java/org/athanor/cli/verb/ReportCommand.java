package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}. */
@Command(
        name = "report",
        description = "What a tokenizer or a dataset is like: a page to open in a browser.")
public final class ReportCommand extends ApiVerb {

    /** Of the newest reports; an older one is found by its own id. */
    private static final int LOOKED_THROUGH = 1000;

    @Parameters(
            paramLabel = "ID",
            description = "A tokenizer's, a dataset's or the report's own artifact id.")
    private String artifact;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "Where the page is written (default: ${DEFAULT-VALUE}).")
    private Path target;

    @Override
    int execute(Api api, JsonOutput json) throws InterruptedException {
        String report = report(api);
        JsonNode figures = api.get(Service.TOKENIZER, "/v1/reports/" + report);
        if (!json.ownsStandardOutput()) {
            api.download(Service.TOKENIZER, "/v1/reports/" + report + "/page", target);
        }
        json.write(
                Map.of("report", report, "figures", figures),
                () -> System.out.println("wrote " + target));
        return ExitCode.OK;
    }

    private String report(Api api) {
        JsonNode manifest = api.get(Service.TOKENIZER, "/v1/artifacts/" + artifact);
        if (manifest.path("kind").asText().equals("report")) {
            return artifact;
        }
        JsonNode reports =
                api.get(Service.TOKENIZER, "/v1/artifacts?kind=report&limit=" + LOOKED_THROUGH);
        for (JsonNode report : reports) {
            boolean about = report.path("parents").path(0).asText().equals(artifact);
            if (about && report.path("configuration").path("report").isTextual()) {
                return report.path("id").asText();
            }
        }
        throw new CliException(
                ExitCode.FAILED,
                "there is no report of %s %s: tokenizers and datasets have one, made by the run that made them"
                        .formatted(manifest.path("kind").asText(), artifact));
    }
}
