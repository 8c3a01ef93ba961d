package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code promote}. */
@Command(
        name = "promote",
        description =
                "Let a model answer under a name, or a share of it as a canary, or roll it back.")
public final class PromoteCommand extends ApiVerb {

    private enum Action {
        promote,
        canary,
        rollback
    }

    @Parameters(index = "0", paramLabel = "NAME", description = "The name that clients ask for.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "The model's artifact id; not for a roll-back.")
    private String model;

    @Option(
            names = "--action",
            defaultValue = "promote",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Action action;

    @Option(names = "--share", description = "Of the requests that a canary answers, in (0, 1].")
    private Double share;

    @Override
    int execute(Api api, JsonOutput json) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("action", action.name());
        body.put("model", model);
        body.put("share", share);
        body.values().removeIf(value -> value == null);
        JsonNode state = api.post(Service.INFERENCE, "/v1/models/" + name + "/promotions", body);
        json.write(
                state,
                () -> System.out.println(name + " answers with " + state.path("stable").asText()));
        return ExitCode.OK;
    }
}
