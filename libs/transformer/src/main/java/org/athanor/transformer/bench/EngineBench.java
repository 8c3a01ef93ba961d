package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.Machine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Presets;

/**
 * Measures the engine and prints one JSON object on standard output. The arguments are the number of
 * training steps and of answers a figure is taken from: few for speed, a thousand for the growth of memory.
 */
public final class EngineBench {

    /** As large as GPT-2 small. */
    private static final DecoderConfig DECODER =
            DecoderConfig.llama(32_000, 768, 12, 12, 12, 2048, 1024, true);

    private static final DecoderConfig LONG_SMALL =
            DecoderConfig.llama(4096, 384, 6, 6, 6, 1024, 512, false);

    private static final int[] BATCHES = {1, 8};

    private EngineBench() {}

    public static void main(String[] arguments) throws Exception {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int answers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        System.out.println(
                new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(run(steps, answers)));
    }

    private static Map<String, Object> run(int steps, int answers) {
        EngineOptions options = EngineOptions.fromEnvironment();
        Peaks before = Peaks.measure(options);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine(options));
        List<Map<String, Object>> training = training(options, steps, before);
        List<Map<String, Object>> prefill = new ArrayList<>();
        List<Map<String, Object>> decode = new ArrayList<>();
        List<Map<String, Object>> agreement = new ArrayList<>();
        try (Engine engine = Engine.open(options);
                GenerationBench bench = new GenerationBench(engine, "110m", DECODER)) {
            prefill.add(bench.prefill(512));
            for (int batch : BATCHES) {
                decode.add(bench.decode(batch, answers, before));
            }
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

    private static List<Map<String, Object>> training(
            EngineOptions options, int steps, Peaks peaks) {
        List<Map<String, Object>> figures = new ArrayList<>();
        TrainingBench small = new TrainingBench("small", Presets.named("small"), 8, 256, steps);
        for (ComputeType type : ComputeType.values()) {
            figures.add(small.run(options, type, peaks));
        }
        TrainingBench demo = new TrainingBench("demo", Presets.named("demo"), 8, 256, steps);
        figures.add(demo.run(options, ComputeType.BF16, peaks));
        return figures;
    }

    static Map<String, Object> machine(EngineOptions options) {
        Machine machine = Machine.current();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("cores", machine.cores());
        figures.put("processor", machine.processor());
        figures.put("features", machine.features().stream().sorted().toList());
        figures.put("memory_gib", machine.memoryBytes() >> 30);
        try (Engine engine = Engine.open(options)) {
            figures.put("engine", engine.describe());
        }
        return figures;
    }
}
