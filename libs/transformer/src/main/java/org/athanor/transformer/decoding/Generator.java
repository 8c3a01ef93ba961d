package org.athanor.transformer.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.AdapterLayout;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.TokenRows;

/**
 * Samples answers from a language model. Weights are kept a second time in the layout that decoding
 * wants, renewed when the model has learnt. Not thread-safe: one generator a thread, or a lock around it.
 */
public final class Generator implements AutoCloseable {

    /** Prompts that are decoded together. */
    private static final int LARGEST_BATCH = 128;

    private final LanguageModel model;
    private final Engine engine;
    private final ScriptModule script;
    private ScriptModule adaptedScript; // null before the first adapter
    private AdapterLayout adapted = AdapterLayout.none();
    private final PackedWeights packed;
    private final boolean owner;

    /** A generator with a packed copy of the weights of its own. */
    public Generator(LanguageModel model) {
        this(model, new PackedWeights(model, PackedWeights.Precision.COMPUTE_TYPE), true);
    }

    /** A generator over packed weights that stay their owner's to close, after it. */
    public Generator(LanguageModel model, PackedWeights packed) {
        this(model, packed, false);
    }

    private Generator(LanguageModel model, PackedWeights packed, boolean owner) {
        this.model = model;
        this.engine = model.engine();
        this.packed = packed;
        this.owner = owner;
        this.script = load(AdapterLayout.none());
    }

    private ScriptModule load(AdapterLayout adapters) {
        return DecoderScript.load(
                engine,
                model.config(),
                new ScriptObject("Sampler")
                        .with("decoder", DecoderScript.decoder(engine, model.config(), adapters)),
                ScriptSource.resource(Generator.class, "sampler.torchscript"));
    }

    /** Answers all prompts, in their order. */
    public List<Completion> generate(List<int[]> prompts, SamplingOptions options) {
        return generate(prompts, options, null);
    }

    /**
     * Answers all prompts and tells a listener each token as it comes.
     *
     * @param prompts token ids, at least one each, shorter than the context
     * @param listener may be null
     */
    public List<Completion> generate(
            List<int[]> prompts, SamplingOptions options, TokenListener listener) {
        LoraAdapter own = model.adapter().orElse(null);
        return generateAdapted(
                prompts.stream().map(ids -> new AdaptedPrompt(ids, own)).toList(),
                options,
                listener);
    }

    /**
     * The same for prompts each of which has its adapter or none, whatever the model itself wears. They
     * are answered together, over one copy of the model's weights.
     *
     * @param listener may be null
     * @throws IllegalArgumentException when an adapter was made for a model of another shape
     */
    public List<Completion> generateAdapted(
            List<AdaptedPrompt> prompts, SamplingOptions options, TokenListener listener) {
        TokenRows.check(
                model.config().withContextLength(Math.max(1, model.config().contextLength() - 1)),
                prompts.stream().map(AdaptedPrompt::ids).toArray(int[][]::new),
                1);
        List<Completion> completions = new ArrayList<>(prompts.size());
        for (int from = 0; from < prompts.size(); from += LARGEST_BATCH) {
            int to = Math.min(prompts.size(), from + LARGEST_BATCH);
            completions.addAll(batch(prompts.subList(from, to), from, options, listener));
        }
        return completions;
    }

    private List<Completion> batch(
            List<AdaptedPrompt> prompts,
            int first,
            SamplingOptions options,
            TokenListener listener) {
        List<int[]> ids = prompts.stream().map(AdaptedPrompt::ids).toList();
        Decoding decoding =
                new Decoding(ids, first, options, model.config().contextLength(), listener);
        try (NDManager scope = engine.newManager();
                RowAdapters adapters = new RowAdapters(engine, model.config(), prompts)) {
            List<NDArray> own = packed.tensors();
            ScriptModule sampler = sampler(adapters.layout());
            List<NDArray> weights = adapters.behind(own, sampler);
            NDArray cache = prefill(scope, sampler, weights, decoding);
            while (!decoding.isDone()) {
                int[] kept = decoding.compact();
                if (kept != null) {
                    cache = keep(scope, cache, kept);
                    adapters.keep(kept);
                    weights = adapters.behind(own, sampler);
                }
                decode(sampler, weights, cache, decoding);
            }
        }
        return decoding.completions();
    }

    /** The script for adapters of these layers; the last such one is kept. */
    private ScriptModule sampler(AdapterLayout adapters) {
        if (adapters.modules().isEmpty()) {
            return script;
        }
        if (!adapters.equals(adapted)) {
            ScriptModule loaded = load(adapters);
            if (adaptedScript != null) {
                adaptedScript.close();
            }
            adaptedScript = loaded;
            adapted = adapters;
        }
        return adaptedScript;
    }

    private NDArray prefill(
            NDManager scope, ScriptModule sampler, List<NDArray> weights, Decoding decoding) {
        try (NDManager step = engine.newManager()) {
            NDList results =
                    sampler.call(
                            "prefill",
                            sampling(
                                    new Arguments(step)
                                            .list("weights", weights)
                                            .tensor(TokenRows.padLeft(step, decoding.prompts()))
                                            .tensor(step.create(decoding.padding()))
                                            .number(decoding.isRagged() ? 1 : 0)
                                            .number(decoding.capacity())
                                            .tensor(step.create(decoding.uniforms(1))),
                                    decoding.options()));
            NDArray cache = results.get(0);
            cache.attach(scope);
            decoding.accept(results.get(1).toLongArray(), results.get(2).toFloatArray(), 1);
            return cache;
        }
    }

    private void decode(
            ScriptModule sampler, List<NDArray> weights, NDArray cache, Decoding decoding) {
        int steps = decoding.nextSteps();
        int rows = decoding.rows();
        try (NDManager step = engine.newManager()) {
            NDArray uniforms =
                    step.create(
                            decoding.uniforms(steps), new ai.djl.ndarray.types.Shape(rows, steps));
            NDList results =
                    sampler.call(
                            "decode",
                            sampling(
                                    new Arguments(step)
                                            .list("weights", weights)
                                            .tensor(cache)
                                            .tensor(step.create(decoding.lastTokens()))
                                            .number(decoding.slot())
                                            .tensor(step.create(decoding.padding()))
                                            .number(decoding.isRagged() ? 1 : 0)
                                            .tensor(uniforms),
                                    decoding.options()));
            decoding.accept(results.get(0).toLongArray(), results.get(1).toFloatArray(), steps);
        }
    }

    private NDArray keep(NDManager scope, NDArray cache, int[] rows) {
        try (NDManager step = engine.newManager()) {
            long[] wide = java.util.Arrays.stream(rows).asLongStream().toArray();
            NDArray kept =
                    script.call("keep", new Arguments(step).tensor(cache).tensor(step.create(wide)))
                            .singletonOrThrow();
            kept.attach(scope);
            cache.close();
            return kept;
        }
    }

    private static Arguments sampling(Arguments arguments, SamplingOptions options) {
        return arguments
                .number(options.temperature())
                .number(options.topK())
                .number(options.topP());
    }

    @Override
    public void close() {
        script.close();
        if (adaptedScript != null) {
            adaptedScript.close();
        }
        if (owner) {
            packed.close();
        }
    }
}
