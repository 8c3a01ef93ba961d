package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.MachineTurn;

/**
 * Runs the learning check and prints one JSON object on standard output, a line a seed on standard error.
 * The arguments are the text's file, how many seeds, and {@code adamw} or {@code muon}.
 */
public final class LearningBench {

    private LearningBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("wanted: FILE SEEDS adamw|muon");
        }
        EngineOptions options = EngineOptions.fromEnvironment();
        try (MachineTurn.Held turn = EngineBench.turn(options, "bench learning")) {
            Map<String, Object> report =
                    run(
                            options,
                            Path.of(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            arguments[2]);
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        }
    }

    private static Map<String, Object> run(
            EngineOptions options, Path file, int seeds, String optimizer) throws IOException {
        CharacterText text = CharacterText.read(file);
        LearningCheck check = LearningCheck.characters(text.vocabularySize(), isMuon(optimizer));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", EngineBench.machine(options));
        report.put("text", text(file, text));
        try (Engine engine = Engine.open(options)) {
            report.put("parameters", check.config().parameters());
            report.put("biases", true);
            report.put("optimizer", optimizer);
            report.put("dtype", engine.computeType().label());
            report.put("steps", check.schedule().totalSteps());
            List<LearningCheck.Result> results = new ArrayList<>();
            for (int seed = 1; seed <= seeds; seed++) {
                LearningCheck.Result result = check.run(engine, text, seed);
                results.add(result);
                System.err.printf(
                        Locale.ROOT,
                        "seed %d: validation loss %.4f in %.1f s%n",
                        seed,
                        result.validationLoss(),
                        result.seconds());
            }
            report.putAll(figures(results));
        }
        return report;
    }

    private static boolean isMuon(String optimizer) {
        return switch (optimizer) {
            case "adamw" -> false;
            case "muon" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "the optimizer must be adamw or muon, was " + optimizer);
        };
    }

    private static Map<String, Object> figures(List<LearningCheck.Result> results) {
        List<Map<String, Object>> seeds = new ArrayList<>();
        for (LearningCheck.Result result : results) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("seed", seeds.size() + 1);
            figures.put("validation_loss", Figures.rounded(result.validationLoss()));
            figures.put("seconds", Figures.rounded(result.seconds()));
            seeds.add(figures);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seeds", seeds);
        double mean =
                results.stream()
                        .mapToDouble(LearningCheck.Result::validationLoss)
                        .average()
                        .orElse(Double.NaN);
        double most =
                results.stream()
                        .mapToDouble(LearningCheck.Result::seconds)
                        .max()
                        .orElse(Double.NaN);
        all.put("mean_validation_loss", Figures.rounded(mean));
        all.put("most_seconds", Figures.rounded(most));
        return all;
    }

    /** Which text it was, for whoever compares losses. */
    private static Map<String, Object> text(Path file, CharacterText text) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("file", file.getFileName().toString());
        figures.put("sha256", sha256(file));
        figures.put("characters", text.training().length + text.validation().length);
        figures.put("vocabulary", text.vocabularySize());
        figures.put("validation_characters", text.validation().length);
        return figures;
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
