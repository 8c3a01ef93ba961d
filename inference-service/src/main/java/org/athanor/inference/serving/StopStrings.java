package org.athanor.inference.serving;

import java.util.List;

/**
 * Watches the growing text of one row for stop strings. Text that may yet become one is held back,
 * so that a reader never sees the beginning of a stop string.
 */
final class StopStrings {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopStrings(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Appends {@code text} and returns what can be shown now; nothing more once one was found. */
    String append(String text) {
        if (found) {
            return "";
        }
        held.append(text);
        int stop = firstStop();
        if (stop >= 0) {
            found = true;
            return release(stop);
        }
        return release(held.length() - undecided());
    }

    /** The end of the row: what was held back was no stop string. */
    String finish() {
        return found ? "" : release(held.length());
    }

    boolean found() {
        return found;
    }

    private String release(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest end of the held text that a stop string begins with. */
    private int undecided() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length());
                    length > longest;
                    length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
