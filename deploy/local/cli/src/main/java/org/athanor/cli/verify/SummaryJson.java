package org.athanor.cli.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The summary as JSON, written by hand because no library is there when it runs from source. */
record SummaryJson(List<TestResult> results, boolean green, long seconds) {

    private static final int FIRST_PRINTABLE = 0x20;

    String text() {
        return """
                {
                  "green" : %s,
                  "seconds" : %d,
                  "passed" : %d,
                  "failed" : %d,
                  "skipped" : %d,
                  "failures" : %s,
                  "skips" : %s
                }
                """
                .formatted(
                        green,
                        seconds,
                        of(TestResult.Outcome.PASSED).size(),
                        of(TestResult.Outcome.FAILED).size(),
                        of(TestResult.Outcome.SKIPPED).size(),
                        list(TestResult.Outcome.FAILED),
                        list(TestResult.Outcome.SKIPPED));
    }

    private List<TestResult> of(TestResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).toList();
    }

    private String list(TestResult.Outcome outcome) {
        return of(outcome).stream()
                .map(SummaryJson::item)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String item(TestResult result) {
        return "{\"name\" : "
                + quoted(result.name())
                + ", \"reason\" : "
                + quoted(result.reason())
                + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < FIRST_PRINTABLE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
