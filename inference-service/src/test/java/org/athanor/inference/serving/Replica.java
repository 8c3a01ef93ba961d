package org.athanor.inference.serving;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.athanor.kit.artifact.ArtifactStore;

/** The serving half of one more replica, in this JVM: nothing of it is shared with the one under test. */
public final class Replica implements AutoCloseable {

    private final ModelLoader loader;
    private final ServedModels models;
    private final Generations generations;

    /** @param settings of {@code athanor.inference}, without the prefix */
    public Replica(ArtifactStore store, Map<String, String> settings) {
        ServingConfig config = config(settings);
        loader = new ModelLoader(store, new MemoryGuard(), config);
        ModelShelf shelf = new ModelShelf(loader, config);
        ServingMeters meters = new ServingMeters(new SimpleMeterRegistry(), shelf);
        models = new ServedModels(shelf, meters);
        generations = new Generations(models, config, meters);
    }

    public ServedModels models() {
        return models;
    }

    Generations generations() {
        return generations;
    }

    static ServingConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().withMapping(ServingConfig.class);
        settings.forEach(
                (key, value) -> builder.withDefaultValue("athanor.inference." + key, value));
        return builder.build().getConfigMapping(ServingConfig.class);
    }

    @Override
    public void close() throws InterruptedException {
        generations.stop(null);
        models.stop(null);
        loader.close();
    }
}
