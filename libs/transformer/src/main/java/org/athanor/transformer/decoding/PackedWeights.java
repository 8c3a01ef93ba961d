package org.athanor.transformer.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;

/**
 * A second copy of a model's weights, in the layout or the precision that decoding wants, made when it is
 * first needed and again when the model has learnt. Generators of several threads may share one.
 */
public final class PackedWeights implements AutoCloseable {

    /** What matrices are kept in. */
    public enum Precision {
        /** The engine's compute type. */
        COMPUTE_TYPE,
        /** Eight bits, one scale a row: half the memory of bf16, at a small loss. On a CPU alone. */
        INT8
    }

    private final LanguageModel model;
    private final Engine engine;
    private final ScriptModule script;
    private NDManager manager;
    private List<NDArray> tensors = List.of();
    private long version = -1;
    private boolean alone;

    /**
     * @throws IllegalArgumentException when eight bits are asked for on a GPU
     */
    public PackedWeights(LanguageModel model, Precision precision) {
        this.model = model;
        this.engine = model.engine();
        boolean gpu = engine.device().isGpu();
        if (gpu && precision == Precision.INT8) {
            throw new IllegalArgumentException(
                    "weights of eight bits are for CPUs: use the compute type on a GPU");
        }
        this.manager = engine.newManager();
        this.script =
                DecoderScript.load(
                        engine,
                        model.config(),
                        new ScriptObject("Packing")
                                .with("reorder", !gpu)
                                .with("int8", precision == Precision.INT8)
                                .with("decoder", DecoderScript.decoder(engine, model.config())),
                        ScriptSource.resource(PackedWeights.class, "packing.torchscript"));
    }

    /**
     * Packs now and frees the model's own weights: it can decode, alone or under adapters, and nothing else
     * from then on. For a model that only serves, whose masters would be two thirds of its memory.
     */
    public synchronized void keepAlone() {
        tensors();
        alone = true;
        model.weights().close();
    }

    /** The packed weights of the model as it is now. */
    synchronized List<NDArray> tensors() {
        if (!alone && model.weights().version() != version) {
            manager.close();
            manager = engine.newManager();
            tensors =
                    script.call(
                            "pack",
                            new Arguments(manager).list("weights", model.weights().tensors()));
            version = model.weights().version();
        }
        return tensors;
    }

    /**
     * What {@link LanguageModel#logProbs} gives, by these weights, for what their precision costs. An
     * adapter that the model wears has no part in it.
     */
    public float[][] logProbs(int[][] sequences, float temperature) {
        return model.logProbs(script, tensors(), sequences, temperature);
    }

    @Override
    public synchronized void close() {
        script.close();
        manager.close();
    }
}
