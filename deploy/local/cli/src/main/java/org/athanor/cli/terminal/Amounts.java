package org.athanor.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: {@code 1.2M}, {@code 3m 20s}. */
public final class Amounts {

    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};

    private Amounts() {}

    /** With a decimal prefix: 950, 1.5k, 13.8M. */
    public static String count(double value) {
        int prefix = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        boolean whole = prefix == 0 && (scaled == Math.rint(scaled) || Math.abs(scaled) >= 100);
        return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", scaled, PREFIXES[prefix]);
    }

    /** To the second, or to the tenth below ten seconds: 4.2s, 3m 20s, 1h 05m. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
    }
}
