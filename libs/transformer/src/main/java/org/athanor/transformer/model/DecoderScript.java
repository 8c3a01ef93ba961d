package org.athanor.transformer.model;

import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;

/**
 * Composes a module around the decoder: a class of the caller's that has an attribute {@code decoder :
 * __torch__.Decoder}, with the decoder's own classes added.
 *
 * <p>{@code Decoder} offers {@code hidden(weights, ids)}, {@code logits}, {@code log_probs}, {@code
 * scalars} and the cached forward; {@code Autograd}, available under the attribute {@code autograd} of
 * training modules, offers {@code leaves}, {@code gradients} and {@code accumulate}.
 */
public final class DecoderScript {

    /** Tokens up to which a CPU attends through one matrix of all scores. */
    static final int WHOLE_SCORES = 256;

    private DecoderScript() {}

    /** The decoder of a model, with its adapter if it has one, as the value of an attribute. */
    public static ScriptObject decoder(DecoderModel model) {
        return decoder(
                model.engine(),
                model.config(),
                model.adapter().map(LoraAdapter::layout).orElse(AdapterLayout.none()),
                model.adapter().map(adapter -> adapter.config().scale()).orElse(1.0));
    }

    /** A decoder without adapters. */
    public static ScriptObject decoder(Engine engine, DecoderConfig config) {
        return decoder(engine, config, AdapterLayout.none());
    }

    /** A decoder with adapters whose scale is in their tensors, as {@link AdapterStack} makes them. */
    public static ScriptObject decoder(
            Engine engine, DecoderConfig config, AdapterLayout adapters) {
        return decoder(engine, config, adapters, 1);
    }

    private static ScriptObject decoder(
            Engine engine, DecoderConfig config, AdapterLayout adapters, double scale) {
        ScriptObject linear = linear(engine, WeightLayout.bodySize(config) + 1, adapters, scale);
        return new ScriptObject("Decoder")
                .with("layers", config.layers())
                .with("embeddings", WeightLayout.embeddings(config))
                .with("body", WeightLayout.bodySize(config))
                .with("dtype", engine.computeType().scalarType())
                .with("cache_dtype", cacheType(engine).scalarType())
                .with("block", block(engine, config, linear))
                .with("linear", linear);
    }

    /** Gradients for what learns of a model, as the value of an attribute. */
    public static ScriptObject autograd(DecoderModel model) {
        return autograd(model.frozen());
    }

    /** Gradients for all weights but the first {@code frozen}, as the value of an attribute. */
    public static ScriptObject autograd(int frozen) {
        return new ScriptObject("Autograd").with("frozen", frozen);
    }

    /** Loads {@code root}, whose class is in {@code sources}, with the classes of {@code config} added. */
    public static ScriptModule load(
            Engine engine, DecoderConfig config, ScriptObject root, ScriptSource... sources) {
        List<ScriptSource> all = new ArrayList<>(List.of(sources));
        all.addAll(shared());
        all.add(own(config.family() == Family.LLAMA ? "llama.torchscript" : "gpt2.torchscript"));
        all.add(own("decoder.torchscript"));
        return engine.load(root, all);
    }

    /**
     * The type of cached keys and values. A CPU attends for one query five times as fast in f32 as in
     * bf16, whose kernel converts every key again at every step.
     */
    static ComputeType cacheType(Engine engine) {
        return engine.device().isGpu() ? engine.computeType() : ComputeType.F32;
    }

    /** The classes that models of every kind are made of: {@code Linear}, {@code Attention}, {@code Autograd}. */
    public static List<ScriptSource> shared() {
        return List.of(
                own("linear.torchscript"),
                own("attention.torchscript"),
                own("/org/athanor/transformer/training/autograd.torchscript"));
    }

    private static ScriptObject block(Engine engine, DecoderConfig config, ScriptObject linear) {
        ScriptObject block =
                new ScriptObject("Block")
                        .with("dtype", engine.computeType().scalarType())
                        .with("epsilon", config.normEpsilon())
                        .with("linear", linear)
                        .with(
                                "attention",
                                attention(
                                        engine,
                                        config.heads(),
                                        config.kvHeads(),
                                        config.headDim()));
        return config.family() == Family.LLAMA
                ? block.with("frequencies", config.ropeFrequencies())
                        .with("size", WeightLayout.llamaLayerSize(config))
                        .with("qkv_bias", config.modelType().qkvBias())
                        .with("qk_norm", config.modelType().qkNorm())
                : block;
    }

    /** Products with weights in the engine's compute type, as the value of an attribute. */
    public static ScriptObject linear(Engine engine) {
        return linear(engine, 0, AdapterLayout.none(), 1);
    }

    /** @param scales how far behind a packed weight of eight bits its scale is: body and head */
    private static ScriptObject linear(
            Engine engine, int scales, AdapterLayout adapters, double scale) {
        return new ScriptObject("Linear")
                .with("dtype", engine.computeType().scalarType())
                .with("scales", scales)
                .with("adapted", !adapters.modules().isEmpty())
                .with("scale", scale)
                .with("adapters", adapters.firstOfWeights())
                .with("rows", adapters.firstRows());
    }

    /** Attention over heads, as the value of an attribute. */
    public static ScriptObject attention(Engine engine, int heads, int kvHeads, int headDim) {
        return new ScriptObject("Attention")
                .with("heads", heads)
                .with("kv_heads", kvHeads)
                .with("head_dim", headDim)
                .with("whole", engine.device().isGpu() ? 0 : WHOLE_SCORES);
    }

    private static ScriptSource own(String name) {
        return ScriptSource.resource(DecoderScript.class, name);
    }
}
