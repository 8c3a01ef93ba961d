package org.athanor.transformer.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Flops;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.Plan;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;

/**
 * Training steps on random tokens. A step's end is waited for by its loss and gradient norm; what a GPU
 * does of the update after that falls into the next one.
 *
 * @param recompute with gradient checkpointing
 * @param steps how many are measured, after a few that are not
 */
record TrainingBench(
        String name, DecoderConfig config, int batch, int time, boolean recompute, int steps) {

    private static final int WARMUP = 3;
    private static final double MEGA = 1e6;

    Map<String, Object> run(EngineOptions options, ComputeType type, Peaks peaks) {
        Memory empty = Memory.now();
        Memory.resetHighWater();
        try (Engine engine = Engine.open(options.withComputeType(type))) {
            return run(engine, peaks, empty);
        }
    }

    private Map<String, Object> run(Engine engine, Peaks peaks, Memory empty) {
        boolean isGpu = engine.device().isGpu();
        ComputeType type = engine.computeType();
        if (isGpu) {
            Memory.forgetGpu();
        }
        double emptyGpu = isGpu ? Memory.ofGpu(engine) : 0;
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(
                                model,
                                OptimizerConfig.pretraining(),
                                Schedule.constant(1e-4),
                                recompute)) {
            TokenBatch tokens = TokenBatch.ofWindows(RandomTokens.rows(config, batch, time + 1));
            for (int i = 0; i < WARMUP; i++) {
                trainer.step(List.of(tokens));
            }
            Memory before = Memory.now();
            double[] seconds = new double[steps];
            double inJava = 0;
            for (int i = 0; i < steps; i++) {
                long nativeBefore = ScriptModule.nanosInside();
                long start = System.nanoTime();
                trainer.step(List.of(tokens));
                long took = System.nanoTime() - start;
                seconds[i] = took / 1e9;
                inJava += (took - (ScriptModule.nanosInside() - nativeBefore)) / 1e9;
            }
            Memory after = Memory.now();
            Figures.Seconds step = Figures.Seconds.of(seconds);
            double tokensAStep = batch * time;
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("name", name);
            figures.put("parameters", config.parameters());
            figures.put("dtype", type.label());
            figures.put("batch", batch + " x " + time);
            figures.put("recompute", recompute);
            figures.put("steps", steps);
            step.put(figures, tokensAStep);
            figures.put("utilisation", utilisation(tokensAStep / step.median(), peaks.of(type)));
            figures.put("utilisation_best", utilisation(tokensAStep / step.best(), peaks.of(type)));
            // Where a device runs ahead, the wait for it is outside the call too: no number then.
            double overhead = isGpu ? Double.NaN : inJava / Arrays.stream(seconds).sum();
            figures.put("java_overhead", Figures.rounded(overhead));
            figures.put("rss_growth_mb", mega(after.resident() - before.resident()));
            figures.put("heap_growth_mb", mega(after.heap() - before.heap()));
            double peak =
                    isGpu ? Memory.ofGpu(engine) - emptyGpu : Memory.highWater() - empty.resident();
            figures.put("peak_mb", mega(peak));
            figures.put("planned_mb", mega(plan(type)));
            return figures;
        }
    }

    private Double utilisation(double tokensPerSecond, double peak) {
        return Figures.rounded(Flops.utilisation(config, time, tokensPerSecond, peak));
    }

    private long plan(ComputeType type) {
        return Plan.of(config, batch, time, type).withRecompute(recompute).trainingBytes();
    }

    private static Double mega(double bytes) {
        return Figures.rounded(bytes / MEGA);
    }
}
