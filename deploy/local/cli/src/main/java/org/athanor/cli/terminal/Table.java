package org.athanor.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text: columns as wide as they need, two spaces between them, numbers to the right. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    private Table(String... header) {
        rows.add(List.of(header));
    }

    public static Table of(String... header) {
        return new Table(header);
    }

    /**
     * Adds a row; {@code null} prints as a dash.
     *
     * @throws IllegalArgumentException the row is not as long as the header
     */
    public Table row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    "a row of "
                            + cells.length
                            + " cells under "
                            + rows.getFirst().size()
                            + " columns");
        }
        rows.add(Arrays.stream(cells).map(cell -> cell == null ? "-" : cell.toString()).toList());
        return this;
    }

    /** All lines, each ended by a line feed. */
    public String render() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> pad(row.get(column), column))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private String pad(String cell, int column) {
        String space = " ".repeat(width(column) - cell.length());
        return isNumeric(column) ? space + cell : cell + space;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream()
                        .skip(1)
                        .allMatch(row -> row.get(column).matches("-|[-+]?[0-9][0-9.,]*[a-zA-Z%]?"));
    }
}
