package org.athanor.inference.serving;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ConfigurationKeys;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.decoding.PackedWeights;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.jboss.logging.Logger;

/** Verifies model artifacts and brings them into memory. Opens the engine with the first one. */
@Singleton
class ModelLoader {

    private static final Logger LOG = Logger.getLogger(ModelLoader.class);

    private final ArtifactStore store;
    private final MemoryGuard memory;
    private final PackedWeights.Precision precision;
    private Engine engine;

    ModelLoader(ArtifactStore store, MemoryGuard memory, ServingConfig config) {
        this.store = store;
        this.memory = memory;
        this.precision = config.weights();
    }

    /**
     * @param bases holds the model that an adapter wants; it is loaded first when nobody holds it yet
     * @throws AthanorException NOT_FOUND for an unknown id, CORRUPT_ARTIFACT for a damaged one,
     *     UNPROCESSABLE for what is no model that can be served
     */
    LoadedModel load(ArtifactId id, Function<ArtifactId, ModelLease> bases) {
        boolean adapter =
                store.find(id).map(found -> found.kind() == ArtifactKind.ADAPTER).orElse(false);
        try {
            return adapter ? adapter(id, bases) : model(id);
        } catch (IOException e) {
            throw unusable(id, e.getMessage(), e);
        }
    }

    private LoadedModel model(ArtifactId id) throws IOException {
        Path folder = store.open(id, ArtifactKind.MODEL).directory();
        memory.check(id, DecoderConfig.read(folder).parameters() * Float.BYTES);
        Tokenizer tokenizer = Tokenizer.load(folder);
        LanguageModel model = LanguageModel.load(engine(), folder);
        if (model.config().vocabularySize() < tokenizer.vocabularySize()) {
            int rows = model.config().vocabularySize();
            model.close();
            throw unusable(
                    id,
                    "its tokenizer has %d tokens, its model %d"
                            .formatted(tokenizer.vocabularySize(), rows),
                    null);
        }
        LOG.infof("loaded %s, %d parameters", id, model.parameters());
        return LoadedModel.of(
                id, tokenizer, GenerationConfig.read(folder), new LoadedWeights(model, precision));
    }

    /** An adapter's own weights, over its base's, which stay in memory once for all adapters. */
    private LoadedModel adapter(ArtifactId id, Function<ArtifactId, ModelLease> bases)
            throws IOException {
        Artifact artifact = store.open(id, ArtifactKind.ADAPTER);
        ModelLease base = bases.apply(base(artifact));
        try {
            LoraAdapter adapter =
                    LoraAdapter.load(engine(), base.model().baseConfig(), artifact.directory());
            LOG.infof(
                    "loaded adapter %s, %d parameters over %s",
                    id, adapter.parameters(), base.model().artifact());
            return LoadedModel.over(base, id, GenerationConfig.read(artifact.directory()), adapter);
        } catch (IOException | RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    private ArtifactId base(Artifact adapter) {
        Object base = adapter.manifest().configuration().get(ConfigurationKeys.BASE);
        try {
            ArtifactId id = new ArtifactId(String.valueOf(base));
            // An adapter over itself would wait for itself.
            store.open(id, ArtifactKind.MODEL);
            return id;
        } catch (IllegalArgumentException e) {
            throw unusable(adapter.id(), "it names no base model, but " + base, e);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }

    private synchronized Engine engine() {
        if (engine == null) {
            engine = Engine.open();
            LOG.info(engine.describe());
        }
        return engine;
    }

    private static AthanorException unusable(ArtifactId id, String reason, Throwable cause) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "the model %s cannot be served: %s".formatted(id, reason),
                cause);
    }
}
