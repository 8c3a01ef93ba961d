package org.athanor.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.athanor.cli.api.RunView;

/** Times the stages, shows their progress and keeps their results for the closing table. */
final class StageLog {

    /** What a stage made: an artifact's id, or null, and its figures. */
    record Made(String artifact, Map<String, Object> figures) {}

    /** A stage that is not a run. */
    @FunctionalInterface
    interface Work {
        Made make() throws InterruptedException;
    }

    /** Where progress is shown. */
    interface Display {
        void begin(String stage);

        void advance(long done, long total, String unit, String note);

        void end(String summary);
    }

    private final Display display;
    private final List<StageResult> results = new ArrayList<>();
    private long startedAt;

    StageLog(Display display) {
        this.display = display;
    }

    List<StageResult> results() {
        return List.copyOf(results);
    }

    void begin(String stage) {
        startedAt = System.nanoTime();
        display.begin(stage);
    }

    /** Shows how far a run is, with its loss or score where it has one. */
    void watch(RunView run) {
        JsonNode progress = run.progress();
        if (progress.path("total").asLong() > 0) {
            display.advance(
                    progress.path("done").asLong(),
                    progress.path("total").asLong(),
                    progress.path("unit").asText(),
                    note(run.metrics()));
        }
    }

    void finish(String stage, String artifact, Map<String, Object> figures) {
        add(stage, Duration.ofNanos(System.nanoTime() - startedAt), artifact, figures);
    }

    /** Records a stage that was timed elsewhere, for example the build. */
    void add(String stage, Duration duration, String artifact, Map<String, Object> figures) {
        StageResult result =
                new StageResult(stage, duration.toMillis() / 1000.0, artifact, figures);
        results.add(result);
        display.end(StageTable.line(result));
    }

    void timed(String stage, Work work) throws InterruptedException {
        begin(stage);
        Made made = work.make();
        finish(stage, made.artifact(), made.figures());
    }

    private static String note(JsonNode metrics) {
        for (String name : List.of("score", "loss")) {
            JsonNode value = metrics.path(name);
            if (value.isNumber()) {
                return "%s %.3f".formatted(name, value.asDouble());
            }
        }
        return "";
    }
}
