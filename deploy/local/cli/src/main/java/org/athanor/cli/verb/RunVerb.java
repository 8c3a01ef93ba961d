package org.athanor.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Option;

/** A verb that starts a run and, unless told otherwise, waits for its end. */
abstract class RunVerb extends ApiVerb {

    private final Service service;
    private final String kind;

    @Option(
            names = {"-P", "--parameter"},
            paramLabel = "NAME=VALUE",
            description =
                    "Any other parameter of the run, the value as JSON or plain text; may be repeated.")
    private Map<String, String> further = new LinkedHashMap<>();

    @Option(
            names = "--key",
            paramLabel = "UUID",
            description = "Run id and idempotency key: the same key starts one run, however often.")
    private UUID key = UUID.randomUUID();

    @Option(
            names = "--detach",
            description = "Return once the run is queued; ./athanor runs ID --follow watches it.")
    private boolean detach;

    RunVerb(Service service, String kind) {
        this.service = service;
        this.kind = kind;
    }

    /** What the options say; null values are left out. */
    abstract Map<String, Object> parameters(Api api);

    @Override
    final int execute(Api api, JsonOutput json) throws InterruptedException {
        Map<String, Object> parameters = new LinkedHashMap<>(parameters(api));
        parameters.values().removeIf(value -> value == null);
        further.forEach((name, value) -> parameters.put(name, value(api, value)));
        Runs runs = new Runs(api);
        RunView run = runs.start(service, kind, parameters, key);
        if (!detach) {
            run = RunWatch.untilTheEnd(runs, run);
        }
        RunView last = run;
        json.write(last.body(), () -> System.out.println(RunText.of(last)));
        return detach || last.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Object value(Api api, String text) {
        try {
            JsonNode value = api.json().readTree(text);
            return value.isMissingNode() ? text : value;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
