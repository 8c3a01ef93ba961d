package org.athanor.inference.catalogue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.athanor.inference.serving.ServedModels;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.problem.AthanorException;
import org.jboss.logging.Logger;

/**
 * Keeps what this replica serves equal to the catalogue: at start, when an event says that a name
 * changed, and every few seconds, so that a lost event does no harm. One thread follows, so two
 * changes of a name cannot overtake each other.
 */
@Singleton
public class ModelNames {

    private static final Logger LOG = Logger.getLogger(ModelNames.class);

    /** An artifact that failed is read again no sooner: verifying it reads all of it. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final ServedModels served;
    private final DatabaseReady databaseReady;
    private final Clock clock;
    private final Map<String, NamedModel> following = new ConcurrentSkipListMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService follower =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("model-names").daemon().factory());
    private volatile boolean complete;

    /** An outage is said once; the follower's alone. */
    private boolean readable = true;

    ModelNames(Catalogue catalogue, ServedModels served, DatabaseReady databaseReady, Clock clock) {
        this.catalogue = catalogue;
        this.served = served;
        this.databaseReady = databaseReady;
        this.clock = clock;
    }

    private record Failure(NamedModel wanted, String reason, Instant at) {}

    /** Every name that this replica serves, in order. */
    public List<NamedModel> all() {
        return List.copyOf(following.values());
    }

    /** The name, when this replica serves it. */
    public Optional<NamedModel> find(String name) {
        return Optional.ofNullable(following.get(name));
    }

    /** Whether each name of the catalogue was loaded, or tried, since the start. */
    boolean isComplete() {
        return complete;
    }

    /** Names whose model cannot be loaded, with the reason. */
    Map<String, String> failures() {
        Map<String, String> reasons = new TreeMap<>();
        failures.forEach((name, failure) -> reasons.put(name, failure.reason()));
        return reasons;
    }

    /** Serves what the catalogue says about the name; completes when that is done. */
    CompletableFuture<Void> follow(String name) {
        return CompletableFuture.runAsync(
                () -> catalogue.find(name).ifPresent(this::serve), follower);
    }

    /** The name was changed elsewhere: follows it soon, and waits for nothing. */
    void changed(String name) {
        follower.execute(
                () -> {
                    try {
                        catalogue.find(name).ifPresent(this::serve);
                    } catch (RuntimeException e) {
                        // The next look at the catalogue makes up for it.
                        LOG.warnf("'%s' changed and cannot be read: %s", name, e.getMessage());
                    }
                });
    }

    /** Serves what the catalogue says about every name. */
    CompletableFuture<Void> followAll() {
        return CompletableFuture.runAsync(this::serveAll, follower);
    }

    void start(@Observes StartupEvent event) {
        follower.execute(this::begin);
    }

    /** Waits for the schema, loads every name, and looks again from time to time. */
    @SuppressWarnings("FutureReturnValueIgnored") // looking ends with the follower
    private void begin() {
        try {
            while (!databaseReady.await(LOOK_AGAIN)) {
                LOG.debug("the models wait for the database");
            }
            serveAll();
            follower.scheduleWithFixedDelay(
                    this::serveAll,
                    LOOK_AGAIN.toSeconds(),
                    LOOK_AGAIN.toSeconds(),
                    TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes @Priority(500) ShutdownEvent event) {
        follower.shutdownNow();
    }

    private void serveAll() {
        try {
            List<NamedModel> all = catalogue.all();
            all.forEach(model -> served.await(model.name()));
            all.forEach(this::serve);
            complete = true;
            readable = true;
        } catch (RuntimeException e) {
            if (readable) {
                LOG.warnf("the catalogue of model names cannot be read: %s", e.getMessage());
            }
            readable = false;
        }
    }

    private void serve(NamedModel wanted) {
        if (wanted.equals(following.get(wanted.name()))) {
            failures.remove(wanted.name());
            return;
        }
        if (failedLately(wanted)) {
            return;
        }
        try {
            served.serve(wanted.state());
            following.put(wanted.name(), wanted);
            failures.remove(wanted.name());
            LOG.infof("'%s' answers with %s", wanted.name(), wanted.stable());
        } catch (AthanorException e) {
            fail(wanted, e.getMessage(), null);
        } catch (RuntimeException e) {
            fail(wanted, "its model cannot be loaded", e);
        }
    }

    private boolean failedLately(NamedModel wanted) {
        Failure failure = failures.get(wanted.name());
        return failure != null
                && failure.wanted().equals(wanted)
                && clock.instant().isBefore(failure.at().plus(RETRY_AFTER));
    }

    private void fail(NamedModel wanted, String reason, RuntimeException cause) {
        failures.put(wanted.name(), new Failure(wanted, reason, clock.instant()));
        LOG.errorf(cause, "'%s' cannot switch to %s: %s", wanted.name(), wanted.stable(), reason);
    }
}
