package org.athanor.reward.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Imports preference files. A judgement's idempotency key is the id of its comparison, which follows
 * from the content: a line imported twice by one annotator, in one file or two, counts once. Lines
 * are written in batches, each whole or not at all, so that an import that was cut off is finished by
 * repeating it.
 */
@ApplicationScoped
class FeedbackImport {

    private final Feedback feedback;
    private final FeedbackConfig config;

    FeedbackImport(Feedback feedback, FeedbackConfig config) {
        this.feedback = feedback;
        this.config = config;
    }

    ImportReport run(InputStream body, ImportOrigin origin, OnBadLine onBadLine)
            throws IOException {
        try (ImportFile file = ImportFile.receive(body, config.maximumImportBytes())) {
            if (onBadLine == OnBadLine.FAIL) {
                refuseBadLines(file, origin);
            }
            ImportReport report = write(file, origin);
            if (report.lines() == report.bad()) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        report.lines() == 0
                                ? "the file has no lines"
                                : "none of the %d lines can be used; line %d: %s"
                                        .formatted(
                                                report.lines(),
                                                report.badLines().getFirst().line(),
                                                report.badLines().getFirst().reason()));
            }
            return report;
        }
    }

    private void refuseBadLines(ImportFile file, ImportOrigin origin) throws IOException {
        try (InputStream in = file.open()) {
            ImportLines lines = new ImportLines(in, origin);
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (line.problem() != null) {
                    throw new AthanorException(
                            ErrorCode.UNPROCESSABLE,
                            "line %d: %s; nothing was imported"
                                    .formatted(line.number(), line.problem()));
                }
            }
        }
    }

    private ImportReport write(ImportFile file, ImportOrigin origin) throws IOException {
        ImportTally tally = new ImportTally();
        try (InputStream in = file.open()) {
            ImportLines lines = new ImportLines(in, origin);
            List<LabelledComparison> batch = new ArrayList<>();
            for (var line = lines.next(); line != null; line = lines.next()) {
                tally.read(line);
                if (line.problem() == null) {
                    batch.add(line.labelled());
                }
                if (batch.size() == config.importBatch()) {
                    tally.wrote(feedback.record(batch));
                    batch.clear();
                }
            }
            tally.wrote(feedback.record(batch));
        }
        return tally.report();
    }
}
