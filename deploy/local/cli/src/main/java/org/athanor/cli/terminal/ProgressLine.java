package org.athanor.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** The text of one line of progress. */
record ProgressLine(String name, String unit, int columns) {

    private static final int NAME_WIDTH = 16;
    private static final int BAR_WIDTH = 20;

    String bar(double done, double total, double perSecond, String note) {
        double share = total <= 0 ? 0 : Math.clamp(done / total, 0.0, 1.0);
        int full = (int) Math.round(share * BAR_WIDTH);
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "] ";
        return fit(label() + (total <= 0 ? "" : bar) + words(done, total, perSecond, note));
    }

    String waiting(String note) {
        return fit(label() + note);
    }

    String words(double done, double total, double perSecond, String note) {
        StringBuilder words = new StringBuilder();
        if (total > 0) {
            words.append(
                    String.format(
                            Locale.ROOT, "%3.0f%% ", 100 * Math.clamp(done / total, 0.0, 1.0)));
        }
        words.append(Amounts.count(done)).append(' ').append(unit);
        if (perSecond > 0) {
            words.append(", ").append(Amounts.count(perSecond)).append("/s");
            if (total > done) {
                long left = Math.round((total - done) / perSecond);
                words.append(", ")
                        .append(Amounts.duration(Duration.ofSeconds(left)))
                        .append(" left");
            }
        }
        if (!note.isEmpty()) {
            words.append(", ").append(note);
        }
        return words.toString();
    }

    private String label() {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s ", name);
    }

    private String fit(String text) {
        return text.length() < columns ? text : text.substring(0, columns - 1);
    }
}
