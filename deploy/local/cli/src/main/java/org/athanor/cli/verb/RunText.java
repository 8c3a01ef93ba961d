package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.athanor.cli.api.RunView;

/** A run in a few lines, for people. */
final class RunText {

    private RunText() {}

    static String of(RunView run) {
        StringBuilder text = new StringBuilder();
        line(text, "run", run.id() + " (" + run.service().shortName() + ", " + run.kind() + ")");
        line(text, "state", run.state());
        run.reason().ifPresent(reason -> line(text, "reason", reason));
        run.artifact().ifPresent(artifact -> line(text, "artifact", artifact));
        for (Map.Entry<String, JsonNode> figure : run.figures().properties()) {
            line(text, figure.getKey(), figure.getValue().asText());
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-24s %s%n".formatted(name, value));
    }
}
