package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.athanor.transformer.dataset.ExampleRows;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.Presets;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;

/**
 * What it costs that documents in a row do not see each other, and what it saves where examples share rows.
 * Steps of either kind take turns, so that a neighbour on a shared machine disturbs both alike. Prints one
 * JSON object on standard output; the argument is the number of steps of each kind.
 */
public final class PackingBench {

    private static final int WARMUP = 2;

    /** Tokens of a document, about as many as a paragraph has. */
    private static final int DOCUMENT = 100;

    private static final int EXAMPLES = 16;
    private static final int LONGEST_EXAMPLE = 200;
    private static final int SHORTEST_EXAMPLE = 10;

    private final Engine engine;
    private final int steps;

    private PackingBench(Engine engine, int steps) {
        this.engine = engine;
        this.steps = steps;
    }

    public static void main(String[] arguments) throws Exception {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        EngineOptions options = EngineOptions.fromEnvironment();
        try (MachineTurn.Held turn = EngineBench.turn(options, "bench packing")) {
            System.out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(run(options, steps)));
        }
    }

    private static Map<String, Object> run(EngineOptions options, int steps) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", EngineBench.machine(options));
        List<Map<String, Object>> attention = new ArrayList<>();
        List<Map<String, Object>> examples = new ArrayList<>();
        for (ComputeType type : ComputeType.values()) {
            try (Engine engine = Engine.open(options.withComputeType(type))) {
                PackingBench bench = new PackingBench(engine, steps);
                attention.add(bench.attention(8, 256));
                if (type == ComputeType.BF16) {
                    attention.add(bench.attention(2, 1024));
                }
                examples.add(bench.examples());
            }
        }
        report.put("attention", attention);
        report.put("examples", examples);
        return report;
    }

    private Map<String, Object> attention(int batch, int time) {
        DecoderConfig config = Presets.named("small").withContextLength(time);
        TokenBatch across = TokenBatch.ofWindows(RandomTokens.rows(config, batch, time + 1));
        int[][] documents = new int[batch][time];
        for (int[] row : documents) {
            Arrays.setAll(row, t -> t / DOCUMENT);
        }
        TokenBatch within = new TokenBatch(across.inputs(), across.targets(), documents);
        double tokens = (double) batch * time;
        Map<String, Object> figures = figures(config);
        figures.put("batch", batch + " x " + time);
        List<Figures.Seconds> seconds = inTurns(config, across, within);
        put(figures, "across_documents", seconds.get(0), tokens);
        put(figures, "within_documents", seconds.get(1), tokens);
        figures.put("time_ratio", ratio(seconds));
        return figures;
    }

    private Map<String, Object> examples() {
        DecoderConfig config = Presets.named("small");
        Random random = new Random(1);
        List<int[]> tokens = new ArrayList<>();
        List<boolean[]> counted = new ArrayList<>();
        double spread = Math.log((double) LONGEST_EXAMPLE / SHORTEST_EXAMPLE);
        for (int i = 0; i < EXAMPLES; i++) {
            int length = (int) (SHORTEST_EXAMPLE * Math.exp(random.nextDouble() * spread));
            tokens.add(random.ints(length, 0, config.vocabularySize()).toArray());
            boolean[] mask = new boolean[length];
            Arrays.fill(mask, length / 2, length, true);
            counted.add(mask);
        }
        TokenBatch padded = TokenBatch.ofExamples(tokens, counted);
        TokenBatch packed = TokenBatch.ofRows(ExampleRows.of(tokens, counted));
        double all = tokens.stream().mapToInt(example -> example.length - 1).sum();
        Map<String, Object> figures = figures(config);
        figures.put("examples", EXAMPLES);
        figures.put("padded_rows", padded.inputs().length + " x " + padded.time());
        figures.put("packed_rows", packed.inputs().length + " x " + packed.time());
        figures.put("loss_difference", lossDifference(config, padded, packed));
        List<Figures.Seconds> seconds = inTurns(config, padded, packed);
        put(figures, "padded", seconds.get(0), all);
        put(figures, "packed", seconds.get(1), all);
        figures.put("time_ratio", ratio(seconds));
        return figures;
    }

    private Map<String, Object> figures(DecoderConfig config) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("parameters", config.parameters());
        figures.put("dtype", engine.computeType().label());
        figures.put("steps", steps);
        return figures;
    }

    private double lossDifference(DecoderConfig config, TokenBatch one, TokenBatch other) {
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                LanguageModelTrainer trainer = trainer(model)) {
            return Figures.rounded(
                    Math.abs(trainer.evaluate(one).loss() - trainer.evaluate(other).loss()));
        }
    }

    private List<Figures.Seconds> inTurns(DecoderConfig config, TokenBatch one, TokenBatch other) {
        double[][] seconds = new double[2][steps];
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                LanguageModelTrainer trainer = trainer(model)) {
            for (int step = -WARMUP; step < steps; step++) {
                for (int kind = 0; kind < 2; kind++) {
                    long start = System.nanoTime();
                    trainer.step(List.of(kind == 0 ? one : other));
                    if (step >= 0) {
                        seconds[kind][step] = (System.nanoTime() - start) / 1e9;
                    }
                }
            }
        }
        return List.of(Figures.Seconds.of(seconds[0]), Figures.Seconds.of(seconds[1]));
    }

    private static LanguageModelTrainer trainer(LanguageModel model) {
        return new LanguageModelTrainer(
                model, OptimizerConfig.pretraining(), Schedule.constant(1e-4));
    }

    private static void put(
            Map<String, Object> figures, String kind, Figures.Seconds seconds, double tokens) {
        Map<String, Object> rate = new LinkedHashMap<>();
        seconds.put(rate, tokens);
        figures.put(kind, rate);
    }

    /** Median and best of the second kind over those of the first. */
    private static List<Double> ratio(List<Figures.Seconds> seconds) {
        Figures.Seconds one = seconds.get(0);
        Figures.Seconds other = seconds.get(1);
        return List.of(
                Figures.rounded(other.median() / one.median()),
                Figures.rounded(other.best() / one.best()));
    }
}
