package org.athanor.transformer.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.PackedWeights;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;

/** Reading a prompt and answering it, sampling included, with one model of random weights. */
final class GenerationBench implements AutoCloseable {

    private static final int REPETITIONS = 3;
    private static final int PROMPT = 32;
    private static final int ANSWER = 64;

    private final String name;
    private final Engine engine;
    private final DecoderConfig config;
    private final PackedWeights.Precision precision;
    private final LanguageModel model;
    private final PackedWeights packed;
    private final Generator generator;

    GenerationBench(
            Engine engine, String name, DecoderConfig config, PackedWeights.Precision precision) {
        this.name = name;
        this.engine = engine;
        this.config = config;
        this.precision = precision;
        this.model = LanguageModel.initialise(engine, config, 1);
        this.packed = new PackedWeights(model, precision);
        this.generator = new Generator(model, packed);
    }

    Map<String, Object> prefill(int tokens) {
        List<int[]> prompt = List.of(RandomTokens.rows(config, 1, tokens)[0]);
        Figures.Seconds seconds =
                Figures.seconds(
                        REPETITIONS,
                        () -> generator.generate(prompt, SamplingOptions.greedy(1, Set.of())));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", name);
        figures.put("dtype", dtype());
        figures.put("tokens", tokens);
        seconds.put(figures, tokens);
        return figures;
    }

    /** From a context of 32 tokens to one of 96. */
    Map<String, Object> decode(int batch, int answers, Peaks peaks) {
        List<int[]> prompts = Arrays.asList(RandomTokens.rows(config, batch, PROMPT));
        Figures.Seconds first =
                Figures.seconds(
                        REPETITIONS,
                        () -> generator.generate(prompts, SamplingOptions.greedy(1, Set.of())));
        SamplingOptions sampling = SamplingOptions.unfiltered(ANSWER, Set.of(), 1);
        Runnable answer = () -> generator.generate(prompts, sampling);
        answer.run();
        Memory before = Memory.now();
        Figures.Seconds all = Figures.seconds(answers, answer);
        Memory after = Memory.now();
        Figures.Seconds step = all.minus(first).dividedBy(ANSWER - 1);
        double bytes = (double) config.parameters() * bytesAWeight();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", name);
        figures.put("parameters", config.parameters());
        figures.put("dtype", dtype());
        figures.put("batch", batch);
        figures.put("steps", (answers + 1) * ANSWER);
        step.put(figures, batch);
        figures.put(
                "bandwidth_utilisation",
                Figures.rounded(bytes / step.median() / peaks.readBytes()));
        figures.put("rss_growth_mb", Figures.rounded((after.resident() - before.resident()) / 1e6));
        return figures;
    }

    private String dtype() {
        return precision == PackedWeights.Precision.INT8 ? "int8" : engine.computeType().label();
    }

    private int bytesAWeight() {
        return precision == PackedWeights.Precision.INT8 ? 1 : engine.computeType().bytes();
    }

    @Override
    public void close() {
        generator.close();
        packed.close();
        model.close();
    }
}
