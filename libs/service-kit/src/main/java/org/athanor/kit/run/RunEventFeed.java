package org.athanor.kit.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/**
 * Follows runs for any number of clients with one thread: it reads the journal of the runs that
 * somebody watches, whichever replica writes it, and holds no thread of a request.
 */
@Singleton
@WithRuns
class RunEventFeed {

    private static final Logger LOG = Logger.getLogger(RunEventFeed.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final int PAGE = 500;

    /** What a client is sent. */
    sealed interface Signal {}

    record Entry(RunJournal.Entry entry) implements Signal {}

    /** Proxies close connections that are silent. */
    record KeepAlive() implements Signal {}

    private final Set<RunListener> listeners = ConcurrentHashMap.newKeySet();
    private final RunJournal journal;
    private final int maxListeners;
    private final MeterRegistry meters;
    private final Thread thread;
    private volatile boolean stopped;

    RunEventFeed(RunJournal journal, RunConfig config, MeterRegistry meters) {
        this.journal = journal;
        this.maxListeners = config.maxListeners();
        this.meters = meters;
        this.thread = Thread.ofPlatform().daemon().name("run-event-feed").unstarted(this::run);
    }

    void start(@Observes StartupEvent started) {
        meters.gaugeCollectionSize("athanor.run.listeners", Tags.empty(), listeners);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        listeners.forEach(RunListener::end);
        thread.interrupt();
    }

    /** The run's events after {@code seq}, to its last. */
    Multi<Signal> follow(UUID run, long seq) {
        if (listeners.size() >= maxListeners) {
            throw new AthanorException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "%d clients follow runs here already, which is the most"
                            .formatted(maxListeners));
        }
        AtomicInteger pending = new AtomicInteger();
        Multi<Signal> signals =
                Multi.createFrom()
                        .emitter(
                                emitter -> {
                                    RunListener listener =
                                            new RunListener(run, seq, emitter, pending);
                                    emitter.onTermination(() -> listeners.remove(listener));
                                    listeners.add(listener);
                                },
                                BackPressureStrategy.BUFFER);
        return signals.onItem().invoke(ignored -> pending.decrementAndGet());
    }

    private void run() {
        try {
            while (!stopped) {
                deliver();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() throws InterruptedException {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            Map<UUID, RunJournal.End> ends =
                    journal.ends(
                            listeners.stream().map(RunListener::run).collect(Collectors.toSet()));
            listeners.forEach(listener -> deliver(listener, ends.get(listener.run())));
        } catch (RuntimeException e) {
            LOG.debugf("events wait until the database is back: %s", e.getMessage());
            Thread.sleep(PAUSE_AFTER_FAILURE);
        }
        long now = System.nanoTime();
        listeners.forEach(listener -> listener.keepAlive(now, KEEP_ALIVE_NANOS));
    }

    private void deliver(RunListener listener, RunJournal.End end) {
        if (end == null || (end.isFinal() && listener.seq() >= end.seq())) {
            listener.end();
        } else if (end.seq() > listener.seq() && listener.keepsUp()) {
            listener.deliver(journal.after(listener.run(), listener.seq(), PAGE));
        }
    }
}
