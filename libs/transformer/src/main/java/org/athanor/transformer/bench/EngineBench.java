package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.decoding.PackedWeights.Precision;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.Machine;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Presets;

/**
 * Measures the engine and prints one JSON object on standard output. The arguments are the number of
 * training steps and of answers a figure is taken from.
 */
public final class EngineBench {

    /** As large as GPT-2 small. */
    private static final DecoderConfig DECODER =
            DecoderConfig.llama(32_000, 768, 12, 12, 12, 2048, 1024, true);

    private static final DecoderConfig LONG_SMALL =
            DecoderConfig.llama(4096, 384, 6, 6, 6, 1024, 512, false);

    /** GPT-2 small; a processor would take minutes for its steps. */
    private static final DecoderConfig GPU_DECODER = DecoderConfig.gpt2(50_257, 768, 12, 12, 1024);

    private static final int[] BATCHES = {1, 8};

    /** Quick enough for the many steps after which a leak would show: 1,000 of training, 10,000 of decoding. */
    private static final DecoderConfig TINY = Presets.named("tiny");

    private static final int GROWTH_STEPS = 1_000;
    private static final int GROWTH_ANSWERS = 160;

    private EngineBench() {}

    public static void main(String[] arguments) throws Exception {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int answers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        EngineOptions options = EngineOptions.fromEnvironment();
        try (MachineTurn.Held turn = turn(options, "bench engine")) {
            System.out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(run(options, steps, answers)));
        }
    }

    /** A training beside a benchmark would spoil both. */
    static MachineTurn.Held turn(EngineOptions options, String who) throws InterruptedException {
        try (Engine engine = Engine.open(options)) {
            return MachineTurn.of(engine).take(who, () -> {}, System.err::println);
        }
    }

    private static Map<String, Object> run(EngineOptions options, int steps, int answers) {
        Peaks before = Peaks.measure(options);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine(options));
        List<Map<String, Object>> training = training(options, steps, before);
        List<Map<String, Object>> prefill = new ArrayList<>();
        List<Map<String, Object>> decode = new ArrayList<>();
        List<Map<String, Object>> agreement = new ArrayList<>();
        try (Engine engine = Engine.open(options)) {
            generation(engine, answers, before, prefill, decode);
        }
        for (ComputeType type : ComputeType.values()) {
            try (Engine engine = Engine.open(options.withComputeType(type))) {
                for (int batch : BATCHES) {
                    agreement.add(AgreementBench.run(engine, LONG_SMALL, batch, 512));
                }
            }
        }
        Peaks after = Peaks.measure(options);
        report.put("peak", before.orBetter(after).figures());
        report.put("peak_before", before.figures());
        report.put("peak_after", after.figures());
        report.put("training", training);
        report.put("prefill", prefill);
        report.put("decode", decode);
        report.put("logprob_max_difference", agreement);
        return report;
    }

    private static void generation(
            Engine engine,
            int answers,
            Peaks peaks,
            List<Map<String, Object>> prefill,
            List<Map<String, Object>> decode) {
        try (GenerationBench bench =
                new GenerationBench(engine, "110m", DECODER, Precision.COMPUTE_TYPE)) {
            prefill.add(bench.prefill(512));
            for (int batch : BATCHES) {
                decode.add(bench.decode(batch, answers, peaks));
            }
        }
        if (!engine.device().isGpu()) {
            try (GenerationBench bench =
                    new GenerationBench(engine, "110m", DECODER, Precision.INT8)) {
                for (int batch : BATCHES) {
                    decode.add(bench.decode(batch, answers, peaks));
                }
            }
        }
        try (GenerationBench bench =
                new GenerationBench(engine, "tiny", TINY, Precision.COMPUTE_TYPE)) {
            decode.add(bench.decode(1, GROWTH_ANSWERS, peaks));
        }
    }

    private static List<Map<String, Object>> training(
            EngineOptions options, int steps, Peaks peaks) {
        List<Map<String, Object>> figures = new ArrayList<>();
        DecoderConfig small = Presets.named("small");
        for (ComputeType type : ComputeType.values()) {
            for (boolean recompute : new boolean[] {false, true}) {
                TrainingBench bench = new TrainingBench("small", small, 8, 256, recompute, steps);
                figures.add(bench.run(options, type, peaks));
            }
        }
        figures.add(
                new TrainingBench("demo", Presets.named("demo"), 8, 256, false, steps)
                        .run(options, ComputeType.BF16, peaks));
        figures.add(
                new TrainingBench("tiny", TINY, 2, 64, false, GROWTH_STEPS)
                        .run(options, ComputeType.F32, peaks));
        if (peaks.isGpu()) {
            TrainingBench large =
                    new TrainingBench("gpt2-124m", GPU_DECODER, 16, 1024, false, steps);
            figures.add(large.run(options, ComputeType.BF16, peaks));
        }
        return figures;
    }

    static Map<String, Object> machine(EngineOptions options) {
        Machine machine = Machine.current();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("cores", machine.cores());
        figures.put("processor", machine.processor());
        figures.put("features", machine.features().stream().sorted().toList());
        figures.put("memory_gib", machine.memoryBytes() >> 30);
        figures.put("gpus", Gpus.models(Path.of("/")));
        try (Engine engine = Engine.open(options)) {
            figures.put("engine", engine.describe());
        }
        return figures;
    }
}
