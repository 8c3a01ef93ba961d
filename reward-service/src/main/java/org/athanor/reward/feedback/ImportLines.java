package org.athanor.reward.feedback;

import java.io.IOException;
import java.io.InputStream;
import org.athanor.contracts.feedback.Choice;

/** The lines of a file that are not blank, as what they say or as what is wrong with them. */
final class ImportLines {

    private final LineReader lines;
    private final ImportOrigin origin;

    ImportLines(InputStream in, ImportOrigin origin) {
        this.lines = new LineReader(in);
        this.origin = origin;
    }

    record Line(long number, LabelledComparison labelled, String problem) {}

    Line next() throws IOException {
        LineReader.Line line = lines.next();
        while (line != null && line.problem() == null && line.text().isEmpty()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (line.problem() != null) {
            return new Line(line.number(), null, line.problem());
        }
        try {
            return new Line(line.number(), labelled(ImportLine.parse(line.text())), null);
        } catch (IllegalArgumentException e) {
            return new Line(line.number(), null, e.getMessage());
        }
    }

    private LabelledComparison labelled(ImportLine line) {
        NewComparison comparison =
                new NewComparison(
                        null,
                        line.prompt(),
                        line.chosen(),
                        line.rejected(),
                        null,
                        null,
                        origin.source());
        return new LabelledComparison(
                comparison,
                new NewJudgement(Choice.FIRST, origin.annotator(), comparison.id().toString()));
    }
}
