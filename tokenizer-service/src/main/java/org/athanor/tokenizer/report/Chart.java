package org.athanor.tokenizer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The geometry of a chart, which the page's template draws as SVG. Numbers only: what is text comes
 * through the template, which escapes it.
 *
 * @param width of the drawing, in pixels
 * @param height of the drawing, in pixels
 */
record Chart(int width, int height, List<Bar> bars, List<Label> labels, String line) {

    private static final int LABELS = 190;
    private static final int LONGEST_NAME = 26;
    private static final int ROW = 22;
    private static final int PLOT_WIDTH = 460;
    private static final int PLOT_HEIGHT = 180;
    private static final int MARGIN = 64;

    /** @param kind a class of the style sheet: the first series, the second… */
    record Bar(double x, double y, double width, double height, int kind, String title) {}

    /** @param anchor of SVG's text: start, middle or end */
    record Label(double x, double y, String anchor, String text) {}

    /** A named row of values, one a series. */
    record Row(String name, List<Double> values) {}

    /** Rows of bars that lie, one a series, with their values behind them. */
    static Chart rows(List<Row> rows) {
        double most =
                rows.stream()
                        .flatMap(row -> row.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
        List<Bar> bars = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        double y = 4;
        for (Row row : rows) {
            double thickness = (ROW - 4.0) / row.values().size();
            labels.add(new Label(LABELS - 8, y + ROW / 2.0, "end", shortened(row.name())));
            for (int series = 0; series < row.values().size(); series++) {
                double value = row.values().get(series);
                double length = most == 0 ? 0 : value / most * PLOT_WIDTH;
                double top = y + series * thickness;
                bars.add(
                        new Bar(
                                LABELS,
                                top,
                                length,
                                thickness - 1,
                                series,
                                row.name() + " " + number(value)));
            }
            double first = row.values().getFirst();
            labels.add(
                    new Label(
                            LABELS + first / most * PLOT_WIDTH + 5,
                            y + thickness / 2 + 4,
                            "start",
                            number(first)));
            y += ROW;
        }
        return new Chart(LABELS + PLOT_WIDTH + 100, (int) y + 4, bars, labels, "");
    }

    /** Columns that stand, with the names of some of them below and the highest value beside. */
    static Chart columns(List<Row> rows) {
        double most = rows.stream().mapToDouble(row -> row.values().getFirst()).max().orElse(1);
        double step = (double) (LABELS + PLOT_WIDTH) / Math.max(1, rows.size());
        int every = Math.max(1, (int) Math.ceil(34 / step));
        List<Bar> bars = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(MARGIN - 6, 14, "end", number(most)));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double value = row.values().getFirst();
            double height = most == 0 ? 0 : value / most * PLOT_HEIGHT;
            double x = MARGIN + i * step;
            bars.add(
                    new Bar(
                            x,
                            8 + PLOT_HEIGHT - height,
                            Math.max(1, step - 2),
                            height,
                            0,
                            row.name() + ": " + number(value)));
            if (i % every == 0) {
                labels.add(new Label(x + step / 2, 8 + PLOT_HEIGHT + 15, "middle", row.name()));
            }
        }
        return new Chart(MARGIN + LABELS + PLOT_WIDTH + 20, PLOT_HEIGHT + 32, bars, labels, "");
    }

    /** A line over two logarithmic axes; both values of a point are at least 1. */
    static Chart logarithmic(List<double[]> points, String across, String up) {
        double right = points.stream().mapToDouble(point -> Math.log(point[0])).max().orElse(1);
        double top = points.stream().mapToDouble(point -> Math.log(point[1])).max().orElse(1);
        double width = LABELS + PLOT_WIDTH;
        StringBuilder line = new StringBuilder();
        for (double[] point : points) {
            double x = MARGIN + (right == 0 ? 0 : Math.log(point[0]) / right * width);
            double y = 8 + PLOT_HEIGHT - (top == 0 ? 0 : Math.log(point[1]) / top * PLOT_HEIGHT);
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        List<Label> labels =
                List.of(
                        new Label(MARGIN - 6, 14, "end", number(Math.exp(top))),
                        new Label(MARGIN - 6, 8 + PLOT_HEIGHT, "end", "1"),
                        new Label(MARGIN, 8 + PLOT_HEIGHT + 15, "start", "1"),
                        new Label(
                                MARGIN + width,
                                8 + PLOT_HEIGHT + 15,
                                "end",
                                number(Math.exp(right))),
                        new Label(MARGIN + width / 2, 8 + PLOT_HEIGHT + 15, "middle", across),
                        new Label(MARGIN + 8, 20, "start", up));
        return new Chart(
                (int) (MARGIN + width + 20),
                PLOT_HEIGHT + 32,
                List.of(),
                labels,
                line.toString().strip());
    }

    /** The end of a long name, where a file's own name is; the bar's title has all of it. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }

    /** Three digits or so, as a person writes them. */
    static String number(double value) {
        return Math.abs(value) >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
