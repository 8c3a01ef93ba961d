package org.athanor.reward.feedback;

import java.util.ArrayList;
import java.util.List;

/** Counts what an import does. */
final class ImportTally {

    private final List<BadLine> badLines = new ArrayList<>();
    private long lines;
    private long bad;
    private long added;
    private long written;

    void read(ImportLines.Line line) {
        lines++;
        if (line.problem() != null) {
            bad++;
            if (badLines.size() < ImportReport.BAD_LINES_TOLD) {
                badLines.add(new BadLine(line.number(), line.problem()));
            }
        }
    }

    void wrote(List<Recorded> batch) {
        written += batch.size();
        added += batch.stream().filter(Recorded::judgementIsNew).count();
    }

    ImportReport report() {
        return new ImportReport(lines, added, written - added, bad, badLines);
    }
}
