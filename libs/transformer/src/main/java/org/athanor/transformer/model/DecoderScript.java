package org.athanor.transformer.model;

import java.util.ArrayList;
import java.util.List;
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

    /** A decoder with adapters whose scale is in their tensors, as {@link AdapterStack} makes them. */
    public static ScriptObject decoder(
            Engine engine, DecoderConfig config, AdapterLayout adapters) {
        return decoder(engine, config, adapters, 1);
    }

    private static ScriptObject decoder(
            Engine engine, DecoderConfig config, AdapterLayout adapters, double scale) {
        ScriptObject linear = linear(engine, adapters, scale);
        return new ScriptObject("Decoder")
                .with("layers", config.layers())
                .with("embeddings", WeightLayout.embeddings(config))
                .with("body", WeightLayout.bodySize(config))
                .with("dtype", engine.computeType().scalarType())
                .with("prepack", !engine.device().isGpu())
                .with("block", block(engine, config, linear))
                .with("linear", linear);
    }

    /** Gradients for what learns of a model, as the value of an attribute. */
    public static ScriptObject autograd(DecoderModel model) {
        return new ScriptObject("Autograd").with("frozen", model.frozen());
    }

    /** Loads {@code root}, whose class is in {@code sources}, with the classes of {@code config} added. */
    public static ScriptModule load(
            Engine engine, DecoderConfig config, ScriptObject root, ScriptSource... sources) {
        List<ScriptSource> all = new ArrayList<>(List.of(sources));
        all.add(own("linear.torchscript"));
        all.add(own("attention.torchscript"));
        all.add(own(config.family() == Family.LLAMA ? "llama.torchscript" : "gpt2.torchscript"));
        all.add(own("decoder.torchscript"));
        all.add(
                ScriptSource.resource(
                        DecoderScript.class,
                        "/org/athanor/transformer/training/autograd.torchscript"));
        return engine.load(root, all);
    }

    private static ScriptObject block(Engine engine, DecoderConfig config, ScriptObject linear) {
        ScriptObject block =
                new ScriptObject("Block")
                        .with("dtype", engine.computeType().scalarType())
                        .with("epsilon", config.normEpsilon())
                        .with("linear", linear)
                        .with("attention", attention(engine, config));
        return config.family() == Family.LLAMA
                ? block.with("frequencies", config.ropeFrequencies())
                : block;
    }

    private static ScriptObject linear(Engine engine, AdapterLayout adapters, double scale) {
        return new ScriptObject("Linear")
                .with("dtype", engine.computeType().scalarType())
                .with("adapted", !adapters.modules().isEmpty())
                .with("scale", scale)
                .with("adapters", adapters.firstOfWeights())
                .with("rows", adapters.firstRows());
    }

    private static ScriptObject attention(Engine engine, DecoderConfig config) {
        return new ScriptObject("Attention")
                .with("heads", config.heads())
                .with("kv_heads", config.kvHeads())
                .with("head_dim", config.headDim())
                .with("whole", engine.device().isGpu() ? 0 : WHOLE_SCORES);
    }

    private static ScriptSource own(String name) {
        return ScriptSource.resource(DecoderScript.class, name);
    }
}
