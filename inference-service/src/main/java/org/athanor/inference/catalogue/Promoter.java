package org.athanor.inference.catalogue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.model.CanaryStarted;
import org.athanor.contracts.model.ModelEvent;
import org.athanor.contracts.model.ModelPromoted;
import org.athanor.contracts.model.ModelRolledBack;
import org.athanor.inference.serving.ModelLease;
import org.athanor.inference.serving.ServedModels;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Changes what a name answers with. */
@Singleton
class Promoter {

    private static final int ATTEMPTS = 3;

    private final Catalogue catalogue;
    private final ServedModels served;
    private final ModelNames names;
    private final Outbox outbox;
    private final Clock clock;

    Promoter(
            Catalogue catalogue,
            ServedModels served,
            ModelNames names,
            Outbox outbox,
            Clock clock) {
        this.catalogue = catalogue;
        this.served = served;
        this.names = names;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Loads what the name would answer with, changes the name, and returns when this replica answers
     * with it. Asking for what is so already changes nothing.
     *
     * @param key of the caller, to ask twice and get one change; or null
     */
    NamedModel apply(String name, PromotionRequest request, UUID key) {
        request.validate();
        Optional<NamedModel> earlier = replay(name, request, key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        // PostgreSQL keeps microseconds.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            NamedModel planned = next(name, catalogue.find(name), request, at);
            try (Leases loaded = Leases.on(served, planned)) {
                Optional<NamedModel> changed =
                        QuarkusTransaction.requiringNew()
                                .call(() -> change(planned, request, key, at));
                if (changed.isPresent()) {
                    names.follow(name).join();
                    return changed.get();
                }
            }
        }
        throw new AthanorException(
                ErrorCode.CONFLICT,
                "'%s' was changed by others meanwhile: look at it, and ask again".formatted(name));
    }

    /** Empty when the name was changed since {@code planned} was worked out. */
    private Optional<NamedModel> change(
            NamedModel planned, PromotionRequest request, UUID key, Instant at) {
        String name = planned.name();
        Optional<NamedModel> before = catalogue.lock(name);
        Optional<NamedModel> earlier = replay(name, request, key);
        if (earlier.isPresent()) {
            return earlier;
        }
        NamedModel after = next(name, before, request, at);
        if (!after.equals(planned)) {
            return Optional.empty();
        }
        boolean changes = before.isEmpty() || !before.get().equals(after);
        if (changes) {
            catalogue.save(after);
            outbox.append(Topics.MODELS_EVENT, event(request.action(), after, at));
        }
        if (changes || key != null) {
            UUID id = key == null ? UUID.randomUUID() : key;
            catalogue.record(
                    new Promotion(
                            id, request.action(), request.model(), request.share(), after, at));
        }
        return Optional.of(after);
    }

    /** What the same request under the same key led to. */
    private Optional<NamedModel> replay(String name, PromotionRequest request, UUID key) {
        if (key == null) {
            return Optional.empty();
        }
        return catalogue
                .promotion(key)
                .map(
                        earlier -> {
                            if (!earlier.state().name().equals(name)
                                    || !request.asks(
                                            earlier.action(), earlier.model(), earlier.share())) {
                                throw new AthanorException(
                                        ErrorCode.CONFLICT,
                                        "another promotion has the idempotency key " + key);
                            }
                            return earlier.state();
                        });
    }

    private static NamedModel next(
            String name, Optional<NamedModel> before, PromotionRequest request, Instant at) {
        if (before.isEmpty()) {
            if (request.action() != PromotionAction.PROMOTE) {
                throw new AthanorException(
                        ErrorCode.NOT_FOUND,
                        "the model '%s' does not exist: promote its first model before"
                                .formatted(name));
            }
            return NamedModel.first(name, request.model(), at);
        }
        return switch (request.action()) {
            case PROMOTE -> before.get().promote(request.model(), at);
            case CANARY -> before.get().tryCanary(request.model(), request.shareOrDefault());
            case ROLLBACK -> before.get().rollBack(request.model(), at);
        };
    }

    private static ModelEvent event(PromotionAction action, NamedModel state, Instant at) {
        return switch (action) {
            case PROMOTE -> new ModelPromoted(state.state(), at);
            case CANARY -> new CanaryStarted(state.state(), at);
            case ROLLBACK -> new ModelRolledBack(state.state(), at);
        };
    }

    /** The models of a state, held in memory until the switch is over. */
    private record Leases(List<ModelLease> held) implements AutoCloseable {

        static Leases on(ServedModels served, NamedModel state) {
            Leases leases = new Leases(new ArrayList<>());
            try {
                leases.held().add(served.load(state.stable()));
                if (state.canary() != null) {
                    leases.held().add(served.load(state.canary()));
                }
                return leases;
            } catch (RuntimeException | Error e) {
                leases.close();
                throw e;
            }
        }

        @Override
        public void close() {
            held.forEach(ModelLease::close);
        }
    }
}
