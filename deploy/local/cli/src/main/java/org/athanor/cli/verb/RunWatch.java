package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.terminal.Progress;
import org.athanor.cli.terminal.Terminal;

/** Shows a run's progress on standard error until it has ended. */
public final class RunWatch {

    private RunWatch() {}

    static RunView untilTheEnd(Runs runs, RunView run) throws InterruptedException {
        try (Progress progress = Progress.start(Terminal.standardError(), run.kind(), unit(run))) {
            Notices notices = new Notices(progress);
            RunView ended =
                    runs.await(
                            run,
                            seen -> {
                                notices.show(seen);
                                show(progress, seen);
                            });
            if (ended.succeeded()) {
                progress.succeeded(ended.artifact().map(id -> id.substring(0, 12)).orElse(""));
            } else {
                progress.failed(ended.reason().orElse(ended.state()));
            }
            return ended;
        }
    }

    /** Passes on each thing that the run tells, once. */
    private static final class Notices {

        private final Progress progress;
        private Optional<RunView.Notice> last = Optional.empty();

        Notices(Progress progress) {
            this.progress = progress;
        }

        void show(RunView run) {
            Optional<RunView.Notice> now = run.notice();
            if (!now.equals(last)) {
                last = now;
                now.ifPresent(notice -> progress.tell(notice.message()));
            }
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
