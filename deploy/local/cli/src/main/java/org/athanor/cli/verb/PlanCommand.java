package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import org.athanor.cli.terminal.Amounts;
import org.athanor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan}. */
@Command(
        name = "plan",
        description =
                "What a model costs, before anything is spent; without a preset, list those there are.")
public final class PlanCommand extends ApiVerb {

    @Parameters(arity = "0..1", paramLabel = "PRESET", description = "For example llama3.2-1b.")
    private String preset;

    @Option(names = "--batch", description = "Windows a step.")
    private Integer batch;

    @Option(names = "--sequence", description = "Tokens a window.")
    private Integer sequence;

    @Override
    int execute(Api api, JsonOutput json) {
        if (preset == null) {
            JsonNode presets = api.get(Service.PRETRAIN, "/v1/presets");
            json.write(presets, () -> System.out.print(presets(presets)));
            return ExitCode.OK;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("preset", preset);
        body.put("batch", batch);
        body.put("sequence", sequence);
        body.values().removeIf(value -> value == null);
        JsonNode plan = api.post(Service.PRETRAIN, "/v1/plans", body);
        json.write(plan, () -> System.out.print(figures("", plan)));
        return ExitCode.OK;
    }

    private static String presets(JsonNode presets) {
        Table table = Table.of("preset", "parameters");
        presets.forEach(
                each ->
                        table.row(
                                each.path("name").asText(),
                                Amounts.count(each.path("parameters").asDouble())));
        return table.render();
    }

    private static String figures(String prefix, JsonNode node) {
        StringBuilder lines = new StringBuilder();
        node.properties()
                .forEach(
                        field -> {
                            String name = prefix + field.getKey();
                            if (field.getValue().isObject()) {
                                lines.append(figures(name + ".", field.getValue()));
                            } else {
                                lines.append("%-40s %s%n".formatted(name, value(field.getValue())));
                            }
                        });
        return lines.toString();
    }

    private static String value(JsonNode value) {
        return value.isNumber() && value.asDouble() >= 10_000
                ? Amounts.count(value.asDouble())
                : value.asText();
    }
}
