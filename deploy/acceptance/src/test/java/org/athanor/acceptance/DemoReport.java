package org.athanor.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What {@code demo --json} wrote. */
record DemoReport(JsonNode json) {

    /** Figures that tell how long something took, which differ from run to run. */
    private static final Set<String> TIMING = Set.of("tokensPerSecond", "modelFlopsUtilisation");

    /** Stages that make nothing. */
    private static final Set<String> TIMED_ONLY = Set.of("build", "start the stack");

    static DemoReport read(Path file) throws IOException {
        return new DemoReport(new ObjectMapper().readTree(Files.readString(file)));
    }

    List<String> stages() {
        return stream().map(stage -> stage.path("stage").asText()).toList();
    }

    JsonNode stage(String name) {
        return stream()
                .filter(stage -> stage.path("stage").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stage " + name + " in " + stages()));
    }

    String artifact(String stage) {
        return stage(stage).path("artifact").asText();
    }

    double figure(String stage, String name) {
        JsonNode figure = stage(stage).path("figures").path(name);
        if (!figure.isNumber()) {
            throw new AssertionError("no figure " + name + " in " + stage(stage));
        }
        return figure.asDouble();
    }

    /** Everything but durations: what two lives of the same size must share. */
    Map<String, Object> withoutTiming() {
        Map<String, Object> outcome = new LinkedHashMap<>();
        stream()
                .filter(stage -> !TIMED_ONLY.contains(stage.path("stage").asText()))
                .forEach(
                        stage -> {
                            Map<String, Object> figures = new LinkedHashMap<>();
                            stage.path("figures")
                                    .properties()
                                    .forEach(
                                            figure ->
                                                    figures.put(
                                                            figure.getKey(), figure.getValue()));
                            figures.keySet().removeAll(TIMING);
                            outcome.put(
                                    stage.path("stage").asText(),
                                    List.of(stage.path("artifact"), figures));
                        });
        return outcome;
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(json.path("stages").spliterator(), false);
    }
}
