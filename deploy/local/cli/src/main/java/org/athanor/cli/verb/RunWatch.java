package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.terminal.Progress;
import org.athanor.cli.terminal.Terminal;

/** Shows a run's progress on standard error until it has ended. */
public final class RunWatch {

    /** The metric that tells most about how a run goes, the first that it has. */
    private static final List<String> TELLING = List.of("score", "validationLoss", "loss");

    private RunWatch() {}

    static RunView untilTheEnd(Runs runs, RunView run) throws InterruptedException {
        try (Progress progress = Progress.start(Terminal.standardError(), run.kind(), unit(run))) {
            RunView ended = runs.await(run, seen -> show(progress, seen));
            if (ended.succeeded()) {
                progress.succeeded(ended.artifact().map(id -> id.substring(0, 12)).orElse(""));
            } else {
                progress.failed(ended.reason().orElse(ended.state()));
            }
            return ended;
        }
    }

    /** Draws what a run says of its progress. */
    public static void show(Progress progress, RunView run) {
        JsonNode done = run.progress();
        if (done.path("total").asLong() > 0) {
            progress.update(done.path("done").asDouble(), done.path("total").asDouble(), note(run));
        } else {
            progress.waiting(run.state());
        }
    }

    /** The metric worth watching, or the empty string. */
    static String note(RunView run) {
        for (String name : TELLING) {
            JsonNode value = run.metrics().path(name);
            if (value.isNumber()) {
                return String.format(Locale.ROOT, "%s %.3f", name, value.asDouble());
            }
        }
        return "";
    }

    private static String unit(RunView run) {
        String unit = run.progress().path("unit").asText();
        return unit.isEmpty() ? "steps" : unit;
    }
}
