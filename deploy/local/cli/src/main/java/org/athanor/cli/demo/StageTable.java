package org.athanor.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The closing table: stage, duration, artifact, the figures that matter. */
final class StageTable {

    private static final int ABBREVIATED = 12;
    private static final String ROW = "%-24s %9s  %-12s  %s";

    private StageTable() {}

    static String render(List<StageResult> stages) {
        StringBuilder table = new StringBuilder();
        table.append(ROW.formatted("stage", "seconds", "artifact", "figures")).append('\n');
        table.append("-".repeat(100)).append('\n');
        for (StageResult stage : stages) {
            table.append(line(stage)).append('\n');
        }
        double total = stages.stream().mapToDouble(StageResult::seconds).sum();
        table.append("-".repeat(100)).append('\n');
        return table.append(ROW.formatted("together", seconds(total), "", "").stripTrailing())
                .toString();
    }

    static String line(StageResult stage) {
        String artifact =
                stage.artifact() == null ? "" : stage.artifact().substring(0, ABBREVIATED);
        return ROW.formatted(
                        stage.stage(), seconds(stage.seconds()), artifact, figures(stage.figures()))
                .stripTrailing();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String figures(Map<String, Object> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + " " + value(figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(Object value) {
        if (value instanceof Number number) {
            double x = number.doubleValue();
            if (x == Math.rint(x) && Math.abs(x) < 1e15) {
                return String.format(Locale.ROOT, "%,d", (long) x);
            }
            return String.format(Locale.ROOT, Math.abs(x) < 100 ? "%.3f" : "%,.0f", x);
        }
        return String.valueOf(value);
    }
}
