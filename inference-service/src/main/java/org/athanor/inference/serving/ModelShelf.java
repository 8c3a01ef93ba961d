package org.athanor.inference.serving;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * The models in memory, each once however many names, generations and adapters hold it. Whoever takes a
 * lease must close it; the last one closed frees the model.
 */
@Singleton
class ModelShelf {

    private final ModelLoader loader;
    private final int most;
    private final Map<ArtifactId, Place> places = new HashMap<>();

    ModelShelf(ModelLoader loader, ServingConfig config) {
        this.loader = loader;
        this.most = config.maxModels();
    }

    private static final class Place {
        private final CompletableFuture<LoadedModel> model = new CompletableFuture<>();
        private int leases;
    }

    /**
     * Holds the model, and first verifies and loads it when nobody holds it yet.
     *
     * @throws AthanorException when the artifact is unknown, damaged or no model that can be served
     */
    ModelLease lease(ArtifactId artifact) {
        Place place;
        boolean first;
        synchronized (places) {
            first = !places.containsKey(artifact);
            if (first && places.size() == most) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        "%d models are in memory, no more are allowed: end a canary's trial, or raise"
                                        .formatted(most)
                                + " athanor.inference.max-models");
            }
            place = places.computeIfAbsent(artifact, id -> new Place());
            place.leases++;
        }
        if (first) {
            load(artifact, place);
        }
        try {
            return new ModelLease(this, place.model.join());
        } catch (CompletionException e) {
            release(artifact, place);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Holds a model that is held already. */
    ModelLease again(ModelLease lease) {
        synchronized (places) {
            places.get(lease.model().artifact()).leases++;
            return new ModelLease(this, lease.model());
        }
    }

    void release(LoadedModel model) {
        Place place;
        synchronized (places) {
            place = places.get(model.artifact());
        }
        release(model.artifact(), place);
    }

    int size() {
        synchronized (places) {
            return places.size();
        }
    }

    private void load(ArtifactId artifact, Place place) {
        try {
            place.model.complete(loader.load(artifact, this::lease));
        } catch (RuntimeException | Error e) {
            place.model.completeExceptionally(e);
        }
    }

    private void release(ArtifactId artifact, Place place) {
        synchronized (places) {
            place.leases--;
            if (place.leases > 0) {
                return;
            }
            places.remove(artifact);
        }
        if (!place.model.isCompletedExceptionally()) {
            place.model.join().close();
        }
    }
}
