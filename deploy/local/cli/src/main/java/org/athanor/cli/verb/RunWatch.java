package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.terminal.Progress;
import org.athanor.cli.terminal.Terminal;

/** Shows a run's progress on standard error until it has ended. */
public final class RunWatch {

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
            progress.update(
                    done.path("done").asDouble(),
                    done.path("total").asDouble(),
                    run.tellingMetric());
        } else {
            progress.waiting(run.state());
        }
    }

    private static String unit(RunView run) {
        String unit = run.progress().path("unit").asText();
        return unit.isEmpty() ? "steps" : unit;
    }
}
