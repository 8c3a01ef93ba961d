package org.athanor.transformer.model;

import org.athanor.transformer.engine.Engine;

/**
 * A copy of a model, and of the adapter that it wears, on another engine. It is as the model was when it
 * last did {@link #follow}. Closed before its engine.
 */
public final class ModelReplica implements AutoCloseable {

    private final LanguageModel source;
    private final LanguageModel base;
    private final LoraAdapter adapter; // null for none
    private final LanguageModel model;
    private long weightsVersion;
    private long adapterVersion;

    /**
     * Copies the model as it is now.
     *
     * @throws IllegalArgumentException when the engine computes in another type than the model's
     */
    public ModelReplica(LanguageModel source, Engine engine) {
        if (engine.computeType() != source.engine().computeType()) {
            throw new IllegalArgumentException(
                    "replicas of a model compute in its type, %s, not in %s as the engine on %s does"
                            .formatted(
                                    source.engine().computeType().label(),
                                    engine.computeType().label(),
                                    engine.deviceName()));
        }
        this.source = source;
        this.weightsVersion = source.weights().version();
        this.adapterVersion = adapterVersion(source);
        this.base = source.baseOn(engine);
        this.adapter = source.adapter().map(worn -> worn.copyTo(engine)).orElse(null);
        this.model = adapter == null ? base : base.adapted(adapter);
    }

    private static long adapterVersion(LanguageModel model) {
        return model.adapter().map(worn -> worn.weights().version()).orElse(0L);
    }

    /** The copy, which is this replica's to close. */
    public LanguageModel model() {
        return model;
    }

    /**
     * Takes over what has {@link ModelWeights#changed() changed} of the model since the last time. Nobody
     * changes the model meanwhile; other replicas may follow it at the same time.
     */
    public void follow() {
        long weightsNow = source.weights().version();
        if (weightsNow != weightsVersion) {
            base.weights().set(source.weights());
            weightsVersion = weightsNow;
        }
        long adapterNow = adapterVersion(source);
        if (adapterNow != adapterVersion) {
            adapter.weights().set(source.adapter().orElseThrow().weights());
            adapterVersion = adapterNow;
        }
    }

    @Override
    public void close() {
        if (adapter != null) {
            model.close();
            adapter.close();
        }
        base.close();
    }
}
