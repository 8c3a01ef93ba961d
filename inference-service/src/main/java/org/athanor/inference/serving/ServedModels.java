package org.athanor.inference.serving;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.model.ModelState;
import org.athanor.inference.serving.ServingException.Reason;

/**
 * Which model answers which name on this replica. Switching a name takes a moment and waits for
 * nobody: generations that run keep the model they began with.
 */
@Singleton
public class ServedModels {

    private final ModelShelf shelf;
    private final ServingMeters meters;
    private final Map<String, Route> routes = new TreeMap<>();
    private final Set<String> awaited = new HashSet<>();

    ServedModels(ModelShelf shelf, ServingMeters meters) {
        this.shelf = shelf;
        this.meters = meters;
    }

    private record Route(ModelLease stable, Optional<ModelLease> canary, double canaryShare) {

        ModelLease choose(double draw) {
            return draw < canaryShare ? canary.orElse(stable) : stable;
        }

        void close() {
            stable.close();
            canary.ifPresent(ModelLease::close);
        }
    }

    /** Verifies and loads a model before anything is switched to it; the caller closes the lease. */
    public ModelLease load(ArtifactId artifact) {
        return shelf.lease(artifact);
    }

    /** Loads what the state names, then switches the name to it. */
    public void serve(ModelState state) {
        ModelLease stable = shelf.lease(state.stable());
        Route route;
        try {
            route =
                    new Route(
                            stable,
                            Optional.ofNullable(state.canary()).map(shelf::lease),
                            state.canaryShare());
        } catch (RuntimeException | Error e) {
            stable.close();
            throw e;
        }
        Route before;
        synchronized (routes) {
            before = routes.put(state.name(), route);
            awaited.remove(state.name());
        }
        meters.register(state.name());
        if (before != null) {
            before.close();
        }
    }

    /** The name exists, but its model is not in memory yet. */
    public void await(String name) {
        synchronized (routes) {
            if (!routes.containsKey(name)) {
                awaited.add(name);
            }
        }
    }

    /**
     * A hold on the model that answers this request.
     *
     * @param user decides between stable and canary, always alike for the same user; null draws lots
     * @throws ServingException when nothing answers the name
     */
    public ModelLease lease(String name, String user) {
        double draw = draw(name, user);
        synchronized (routes) {
            Route route = routes.get(name);
            if (route != null) {
                return route.choose(draw).again();
            }
            if (awaited.contains(name)) {
                throw new ServingException(
                        Reason.MODEL_NOT_LOADED,
                        "the model '%s' is not loaded yet: try again, or see /q/health/ready"
                                .formatted(name));
            }
            if (routes.isEmpty()) {
                throw new ServingException(
                        Reason.NO_MODEL_LOADED,
                        "no model is loaded: promote one with POST /v1/models/{name}/promotions");
            }
            throw new ServingException(
                    Reason.MODEL_NOT_FOUND,
                    "the model '%s' does not exist, served are %s"
                            .formatted(name, routes.keySet()));
        }
    }

    /** The name's stable model, when it is in memory. */
    public Optional<LoadedModel> stable(String name) {
        synchronized (routes) {
            return Optional.ofNullable(routes.get(name)).map(route -> route.stable().model());
        }
    }

    /** Different models in memory. */
    public int loaded() {
        return shelf.size();
    }

    /** When no generation runs any more. */
    void stop(@Observes @Priority(2000) ShutdownEvent event) {
        synchronized (routes) {
            routes.values().forEach(Route::close);
            routes.clear();
        }
    }

    /** Seeded by name and user, so that a user's share of two names differs. */
    private static double draw(String name, String user) {
        SplittableRandom random =
                user == null
                        ? new SplittableRandom()
                        : new SplittableRandom((name + '\n' + user).hashCode());
        return random.nextDouble();
    }
}
