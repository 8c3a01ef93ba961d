package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;

/**
 * Adapters of low rank over the linear layers of one kind of model (LoRA, arXiv:2106.09685): W x becomes
 * W x + alpha / rank * B A x. Their folder is in PEFT's layout. Any model of the same configuration can
 * wear them, though they mean something only to the one they were trained on.
 */
public final class LoraAdapter implements AutoCloseable {

    public static final String WEIGHTS_FILE = "adapter_model.safetensors";

    private final DecoderConfig base;
    private final LoraConfig config;
    private final AdapterLayout layout;
    private final ModelWeights weights;

    private LoraAdapter(
            DecoderConfig base, LoraConfig config, AdapterLayout layout, ModelWeights weights) {
        this.base = base;
        this.config = config;
        this.layout = layout;
        this.weights = weights;
    }

    /**
     * A new adapter, which changes nothing yet; the same seed gives the same bits.
     *
     * @throws IllegalArgumentException when the configuration does not go with the model's
     */
    public static LoraAdapter initialise(
            Engine engine, DecoderConfig base, LoraConfig config, long seed) {
        AdapterLayout layout = AdapterLayout.of(base, config);
        return new LoraAdapter(
                base,
                config,
                layout,
                ModelWeights.initialise(engine, layout.tensors(config.rank()), seed));
    }

    /**
     * Loads {@code adapter_config.json} and {@code adapter_model.safetensors} of a folder in PEFT's
     * layout.
     *
     * @param base shape of the models that are to wear it
     * @throws IOException when a file is missing, malformed, or does not fit {@code base}
     */
    public static LoraAdapter load(Engine engine, DecoderConfig base, Path folder)
            throws IOException {
        Path file = folder.resolve(PeftConfig.FILE);
        LoraConfig config = PeftConfig.read(file);
        AdapterLayout layout;
        try {
            layout = AdapterLayout.of(base, config);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), e);
        }
        return new LoraAdapter(
                base,
                config,
                layout,
                ModelWeights.loadFile(
                        engine, layout.tensors(config.rank()), folder.resolve(WEIGHTS_FILE)));
    }

    /**
     * Writes the folder that {@link #load} and PEFT read.
     *
     * @param baseModel where the base model is found, as PEFT keeps it; a name or a path
     */
    public void save(Path folder, String baseModel) throws IOException {
        Files.createDirectories(folder);
        List<String> targets =
                config.targets().contains(LoraConfig.ALL_LINEAR)
                        ? layout.lastNames()
                        : config.targets();
        PeftConfig.write(
                folder.resolve(PeftConfig.FILE), config, targets, base.family(), baseModel);
        weights.save(folder.resolve(WEIGHTS_FILE));
    }

    /** The shape of the models that can wear it. */
    public DecoderConfig base() {
        return base;
    }

    public LoraConfig config() {
        return config;
    }

    /** A [rank, in] and B [out, rank] of each adapted layer, in the order of the model's layers. */
    public ModelWeights weights() {
        return weights;
    }

    AdapterLayout layout() {
        return layout;
    }

    /** Parameters of the adapter: rank * (in + out) for each layer. */
    public long parameters() {
        return weights.parameters();
    }

    /** Digest over all its weights. */
    public String sha256() {
        return weights.sha256();
    }

    /** A copy on another engine, perhaps of another device, that shares nothing with this one. */
    LoraAdapter copyTo(Engine engine) {
        return new LoraAdapter(base, config, layout, weights.copyTo(engine));
    }

    /** Refuses a model of another shape than the adapter was made for. */
    void requireFits(DecoderConfig model) {
        if (!base.equals(model)) {
            throw new IllegalArgumentException(
                    "the adapter was made for a model of another shape: "
                            + base
                            + ", not "
                            + model);
        }
    }

    /** W += alpha / rank * B A, in place, for every adapted layer of a model's weights. */
    void addTo(ModelWeights model) {
        for (int i = 0; i < layout.modules().size(); i++) {
            AdapterLayout.Module module = layout.modules().get(i);
            List<NDArray> tensors = weights.tensors();
            NDIndex rows = new NDIndex(module.row() + ":" + (module.row() + module.rows()));
            try (NDManager scope = weights.engine().newManager()) {
                NDArray a = scoped(scope, tensors.get(2 * i));
                NDArray b = scoped(scope, tensors.get(2 * i + 1));
                NDArray weight = model.tensors().get(module.weight());
                NDArray old = scoped(scope, weight).get(rows);
                weight.set(rows, old.add(b.matMul(a).mul(config.scale())));
            }
        }
        model.changed();
    }

    /** The same tensor whose results belong to {@code scope}. */
    private static NDArray scoped(NDManager scope, NDArray tensor) {
        NDArray view = tensor.get(":");
        view.attach(scope);
        return view;
    }

    @Override
    public void close() {
        weights.close();
    }
}
