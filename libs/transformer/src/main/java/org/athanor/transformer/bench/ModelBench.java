package org.athanor.transformer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Flops;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.Presets;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;

/** Training, reading prompts and answering with one model of random weights; the median of a few runs. */
final class ModelBench {

    private static final int TRAINING_BATCH = 8;
    private static final int LONGEST_WINDOW = 256;
    private static final int TRAINING_STEPS = 5;
    private static final int REPETITIONS = 3;
    private static final int[] DECODING_BATCHES = {1, 8, 64};
    private static final int PROMPT = 32;
    private static final int ANSWER = 64;

    private final Engine engine;
    private final String name;
    private final DecoderConfig config;

    ModelBench(Engine engine, String name) {
        this.engine = engine;
        this.name = name;
        this.config = Presets.named(name);
    }

    /**
     * @param peak operations a second, for the utilisation
     */
    Map<String, Object> run(double peak) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", name);
        report.put("parameters", config.parameters());
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1)) {
            report.put("training", training(model, peak));
            List<Map<String, Object>> decoding = new ArrayList<>();
            try (Generator generator = new Generator(model)) {
                for (int batch : DECODING_BATCHES) {
                    decoding.add(decoding(generator, batch));
                }
            }
            report.put("decoding", decoding);
        }
        return report;
    }

    private Map<String, Object> training(LanguageModel model, double peak) {
        int time = Math.min(LONGEST_WINDOW, config.contextLength() - 1);
        TokenBatch batch = TokenBatch.ofWindows(rows(TRAINING_BATCH, time + 1));
        try (LanguageModelTrainer trainer =
                new LanguageModelTrainer(
                        model, OptimizerConfig.pretraining(), Schedule.constant(1e-4))) {
            double seconds = median(TRAINING_STEPS, () -> trainer.step(List.of(batch)));
            double rate = TRAINING_BATCH * time / seconds;
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("batch", TRAINING_BATCH + " x " + time);
            report.put("secondsPerStep", rounded(seconds));
            report.put("tokensPerSecond", rounded(rate));
            report.put("utilisation", rounded(Flops.utilisation(config, time, rate, peak)));
            return report;
        }
    }

    private Map<String, Object> decoding(Generator generator, int batch) {
        List<int[]> prompts = Arrays.asList(rows(batch, PROMPT));
        double first =
                median(
                        REPETITIONS,
                        () -> generator.generate(prompts, SamplingOptions.greedy(1, Set.of())));
        double all =
                median(
                        REPETITIONS,
                        () ->
                                generator.generate(
                                        prompts, SamplingOptions.unfiltered(ANSWER, Set.of(), 1)));
        double step = (all - first) / (ANSWER - 1);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("sequences", batch);
        report.put("prefillTokensPerSecond", rounded(batch * PROMPT / first));
        report.put("millisecondsPerStep", rounded(step * 1e3));
        report.put("tokensPerSecond", rounded(batch / step));
        return report;
    }

    private int[][] rows(int batch, int length) {
        Random random = new Random(1);
        int[][] rows = new int[batch][];
        Arrays.setAll(rows, i -> random.ints(length, 0, config.vocabularySize()).toArray());
        return rows;
    }

    /** Median seconds; a first run, which fills caches, does not count. */
    private static double median(int repetitions, Runnable work) {
        work.run();
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[repetitions / 2];
    }

    /** Four significant digits. */
    static double rounded(double value) {
        return new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
    }
}
