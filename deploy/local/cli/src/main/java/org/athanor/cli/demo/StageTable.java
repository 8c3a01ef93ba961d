package org.athanor.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.athanor.cli.terminal.Table;

/** The closing table: stage, duration, artifact, the figures that matter. */
final class StageTable {

    private static final int ABBREVIATED = 12;

    private StageTable() {}

    static String render(List<StageResult> stages) {
        Table table = Table.of("STAGE", "SECONDS", "ARTIFACT", "FIGURES");
        for (StageResult stage : stages) {
            String artifact =
                    stage.artifact() == null ? null : stage.artifact().substring(0, ABBREVIATED);
            table.row(stage.stage(), seconds(stage.seconds()), artifact, figures(stage.figures()));
        }
        double together = stages.stream().mapToDouble(StageResult::seconds).sum();
        return table.row("together", seconds(together), null, "").render();
    }

    static String figures(Map<String, Object> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + " " + value(figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String value(Object value) {
        if (!(value instanceof Number number)) {
            return String.valueOf(value);
        }
        double x = number.doubleValue();
        if (x == Math.rint(x) && Math.abs(x) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) x);
        }
        return String.format(Locale.ROOT, Math.abs(x) < 100 ? "%.3f" : "%,.0f", x);
    }
}
