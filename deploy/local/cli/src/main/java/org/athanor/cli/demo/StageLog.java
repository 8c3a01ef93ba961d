package org.athanor.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.athanor.cli.api.RunView;

/** Times the stages, shows their progress and keeps their results for the closing table. */
final class StageLog {

    /** What a stage made: an artifact's id, or null, and its figures. */
    record Made(String artifact, Map<String, Object> figures) {}

    /** A stage that is not a run; it says how far it is. */
    @FunctionalInterface
    interface Work {
        Made make(Meter meter) throws InterruptedException;
    }

    /** How far a stage is. */
    @FunctionalInterface
    interface Meter {
        void at(long done, long total);
    }

    /** Where progress is shown. */
    interface Display {
        void begin(String stage, String unit);

        /** @param total 0 while nobody knows */
        void advance(double done, double total, String note);

        /** A sentence that stays. */
        void tell(String words);

        void end(String summary);
    }

    private final Display display;
    private final List<StageResult> results = new ArrayList<>();
    private long startedAt;
    private Optional<RunView.Notice> told = Optional.empty();

    StageLog(Display display) {
        this.display = display;
    }

    List<StageResult> results() {
        return List.copyOf(results);
    }

    void begin(String stage, String unit) {
        startedAt = System.nanoTime();
        display.begin(stage, unit);
    }

    /** Shows how far a run is, with its loss or score where it has one, and what it tells. */
    void watch(RunView run) {
        if (!run.notice().equals(told)) {
            told = run.notice();
            told.ifPresent(notice -> display.tell(notice.message()));
        }
        JsonNode progress = run.progress();
        display.advance(
                progress.path("done").asDouble(),
                progress.path("total").asDouble(),
                run.tellingMetric());
    }

    void finish(String stage, String artifact, Map<String, Object> figures) {
        add(stage, Duration.ofNanos(System.nanoTime() - startedAt), artifact, figures);
    }

    /** Records a stage that was timed elsewhere, for example the build. */
    void add(String stage, Duration duration, String artifact, Map<String, Object> figures) {
        StageResult result =
                new StageResult(stage, duration.toMillis() / 1000.0, artifact, figures);
        results.add(result);
        display.end(StageTable.figures(figures));
    }

    void timed(String stage, String unit, Work work) throws InterruptedException {
        begin(stage, unit);
        Made made = work.make((done, total) -> display.advance(done, total, ""));
        finish(stage, made.artifact(), made.figures());
    }
}
