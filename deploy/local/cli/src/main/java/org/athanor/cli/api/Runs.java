package org.athanor.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Starts runs and waits for their end. */
public final class Runs {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Api api;

    public Runs(Api api) {
        this.api = api;
    }

    /** Starts a run; the same key starts it once, however often it is sent. */
    public RunView start(Service service, String kind, Map<String, ?> parameters, UUID key) {
        JsonNode run =
                api.post(service, "/v1/runs", Map.of("kind", kind, "parameters", parameters), key);
        return new RunView(service, run);
    }

    public RunView get(Service service, UUID id) {
        return new RunView(service, api.get(service, "/v1/runs/" + id));
    }

    public void cancel(Service service, UUID id) {
        api.delete(service, "/v1/runs/" + id);
    }

    /** The newest runs of a service. */
    public List<RunView> list(Service service, String state, int limit) {
        String query = "/v1/runs?limit=" + limit + (state == null ? "" : "&state=" + state);
        JsonNode answer = api.get(service, query);
        List<RunView> runs = new ArrayList<>();
        answer.forEach(run -> runs.add(new RunView(service, run)));
        return runs;
    }

    /** The run of that id, whichever service owns it. */
    public RunView find(UUID id) {
        for (Service service : Service.values()) {
            if (service == Service.INFERENCE) {
                continue;
            }
            try {
                return get(service, id);
            } catch (ApiException e) {
                if (e.status() != 404) {
                    throw e;
                }
            }
        }
        throw new ApiException(404, "no service knows a run " + id + "; ./athanor runs lists them");
    }

    /** The same, waiting for a run that an event has asked for and that no service has queued yet. */
    public RunView find(UUID id, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return find(id);
            } catch (ApiException e) {
                if (e.status() != 404 || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(POLL);
        }
    }

    /** Waits until the run has ended, telling {@code watcher} its state about four times a second. */
    public RunView await(RunView run, Consumer<RunView> watcher) throws InterruptedException {
        RunView seen = run;
        while (!seen.ended()) {
            Thread.sleep(POLL);
            seen = get(run.service(), run.id());
            watcher.accept(seen);
        }
        return seen;
    }
}
