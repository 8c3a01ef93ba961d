package org.athanor.reward.feedback;

import java.util.List;

/**
 * What an import did.
 *
 * @param lines lines that were not blank
 * @param added judgements that are new
 * @param repeated judgements that were there already: of an earlier import or an equal line
 * @param bad lines that could not be used
 * @param badLines the first of them, with the reason
 */
record ImportReport(long lines, long added, long repeated, long bad, List<BadLine> badLines) {

    /** Bad lines that are told one by one; the rest are only counted. */
    static final int BAD_LINES_TOLD = 100;

    ImportReport {
        badLines = List.copyOf(badLines);
    }
}
