package org.athanor.cli.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints how the tests of a build went: what failed, what was skipped and why, and on the last line
 * the counts. Arguments: the checkout, Maven's exit code, the build's seconds, and where the same is
 * wanted as JSON (a file, or a dash for standard output instead of the words).
 */
public final class TestSummary {

    private static final String STANDARD_OUTPUT = "-";

    private final List<TestResult> results;
    private final boolean mavenFailed;
    private final long seconds;

    TestSummary(List<TestResult> results, boolean mavenFailed, long seconds) {
        this.results = results;
        this.mavenFailed = mavenFailed;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException {
        List<TestResult> results = SurefireReports.read(Path.of(arguments[0]));
        TestSummary summary =
                new TestSummary(results, !arguments[1].equals("0"), Long.parseLong(arguments[2]));
        String json = arguments.length > 3 ? arguments[3] : "";
        if (json.equals(STANDARD_OUTPUT)) {
            System.out.print(summary.json());
        } else {
            if (!json.isEmpty()) {
                Files.writeString(Path.of(json), summary.json());
            }
            summary.print(System.out);
        }
        System.exit(summary.isGreen() ? 0 : 1);
    }

    String json() {
        return new SummaryJson(results, isGreen(), seconds).text();
    }

    /** Green: Maven passed, tests ran, and none failed. */
    boolean isGreen() {
        return !mavenFailed
                && count(TestResult.Outcome.PASSED) > 0
                && count(TestResult.Outcome.FAILED) == 0;
    }

    void print(PrintStream out) {
        out.println();
        printFailures(out);
        printSkipped(out);
        if (mavenFailed && count(TestResult.Outcome.FAILED) == 0) {
            out.println(
                    "The build failed without a failing test: Maven's [ERROR] lines above say where.");
        }
        out.printf(Locale.ROOT, "Built and tested in %d min %02d s.%n", seconds / 60, seconds % 60);
        out.printf(
                Locale.ROOT,
                "%d passed, %d failed, %d skipped%n",
                count(TestResult.Outcome.PASSED),
                count(TestResult.Outcome.FAILED),
                count(TestResult.Outcome.SKIPPED));
    }

    private void printFailures(PrintStream out) {
        results.stream()
                .filter(result -> result.outcome() == TestResult.Outcome.FAILED)
                .forEach(
                        result -> out.println("FAILED  " + result.name() + ": " + result.reason()));
    }

    private void printSkipped(PrintStream out) {
        Map<String, Integer> reasons = new TreeMap<>();
        results.stream()
                .filter(result -> result.outcome() == TestResult.Outcome.SKIPPED)
                .forEach(
                        result ->
                                reasons.merge(
                                        result.name() + ": " + result.reason(), 1, Integer::sum));
        reasons.forEach(
                (reason, times) ->
                        out.println(
                                "SKIPPED " + reason + (times > 1 ? " (" + times + " times)" : "")));
    }

    private long count(TestResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
