package org.athanor.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;

/** The quick demo's report where nothing went wrong: one in a test run is enough, all are the same. */
final class UndisturbedLife {

    private static DemoReport known;

    private UndisturbedLife() {}

    static synchronized void remember(DemoReport report) {
        known = report;
    }

    /** @param data where to live it, if no test has done so yet */
    static synchronized DemoReport report(Path data) throws IOException, InterruptedException {
        if (known == null) {
            Path json = data.resolve("report.json");
            try (CommandLine.Running demo =
                    new CommandLine(data)
                            .start("demo", "demo", "--quick", "--exit", "--json=" + json)) {
                assertEquals(0, demo.exitCode(15), demo::errors);
            }
            known = DemoReport.read(json);
        }
        return known;
    }
}
