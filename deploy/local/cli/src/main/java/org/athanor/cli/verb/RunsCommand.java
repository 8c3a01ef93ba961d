package org.athanor.cli.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.api.Service;
import org.athanor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs}. */
@Command(name = "runs", description = "List the runs, or show, follow or cancel one.")
public final class RunsCommand extends ApiVerb {

    /** How long an event may take to become a run that can be followed. */
    private static final Duration EVENT_PATIENCE = Duration.ofSeconds(10);

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A run's id.")
    private UUID id;

    @Option(names = "--follow", description = "Show the run's progress until it has ended.")
    private boolean follow;

    @Option(names = "--cancel", description = "Ask the run to stop.")
    private boolean cancel;

    @Option(
            names = "--state",
            description = "Only queued, running, succeeded, failed or cancelled ones.")
    private String state;

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "So many of each service (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    int execute(Api api, JsonOutput json) throws InterruptedException {
        Runs runs = new Runs(api);
        return id == null ? list(runs, json) : one(runs, json);
    }

    private int list(Runs runs, JsonOutput json) {
        List<RunView> all = new ArrayList<>();
        for (Service service : Service.values()) {
            if (service != Service.INFERENCE) {
                all.addAll(runs.list(service, state, limit));
            }
        }
        json.write(all.stream().map(RunView::body).toList(), () -> print(all));
        return ExitCode.OK;
    }

    private int one(Runs runs, JsonOutput json) throws InterruptedException {
        RunView run = follow ? runs.find(id, EVENT_PATIENCE) : runs.find(id);
        if (cancel) {
            runs.cancel(run.service(), id);
            run = runs.get(run.service(), id);
        }
        if (follow) {
            run = RunWatch.untilTheEnd(runs, run);
        }
        RunView last = run;
        json.write(last.body(), () -> System.out.println(RunText.of(last)));
        return !follow || last.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(List<RunView> all) {
        Table table = Table.of("run", "service", "kind", "state", "artifact", "created");
        for (RunView run : all) {
            table.row(
                    run.id(),
                    run.service().shortName(),
                    run.kind(),
                    run.state(),
                    run.artifact().map(artifact -> artifact.substring(0, 12)).orElse(null),
                    run.body().path("createdAt").asText());
        }
        System.out.print(table.render());
    }
}
