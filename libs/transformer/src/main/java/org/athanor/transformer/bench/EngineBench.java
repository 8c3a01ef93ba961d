package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.PeakFlops;
import org.athanor.transformer.model.Presets;

/**
 * Measures peak, training and decoding and prints one JSON object on standard output. Arguments are
 * names of {@link Presets}; without any, two that fit every machine.
 */
public final class EngineBench {

    private static final List<String> DEFAULT_PRESETS = List.of("demo", "small");

    private EngineBench() {}

    public static void main(String[] arguments) throws Exception {
        List<String> presets = arguments.length == 0 ? DEFAULT_PRESETS : List.of(arguments);
        presets.forEach(Presets::named); // refuses an unknown name before anything is measured
        System.out.println(
                new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(run(presets)));
    }

    private static Map<String, Object> run(List<String> presets) {
        EngineOptions options = EngineOptions.fromEnvironment();
        Map<String, Object> report = new LinkedHashMap<>();
        try (Engine engine = Engine.open(options)) {
            report.put("machine", engine.machine().describe());
            report.put("engine", engine.describe());
            Map<String, Double> peaks = new LinkedHashMap<>();
            for (ComputeType type : ComputeType.values()) {
                try (Engine other = Engine.open(options.withComputeType(type))) {
                    peaks.put(type.label(), ModelBench.rounded(peak(other) / 1e9));
                }
            }
            report.put("peakGigaflops", peaks);
            double before = peaks.get(engine.computeType().label()) * 1e9;
            List<Map<String, Object>> models = new ArrayList<>();
            for (String preset : presets) {
                models.add(new ModelBench(engine, preset).run(before));
            }
            report.put("models", models);
            // The clock of a shared machine wanders: a utilisation is only as good as these two
            // agree.
            report.put("peakGigaflopsAfter", ModelBench.rounded(peak(engine) / 1e9));
        }
        return report;
    }

    private static double peak(Engine engine) {
        return PeakFlops.measure(engine).perSecond();
    }
}
