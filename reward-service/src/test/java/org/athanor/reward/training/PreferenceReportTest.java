package org.athanor.reward.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.athanor.contracts.feedback.Choice;
import org.junit.jupiter.api.Test;

class PreferenceReportTest {

    @Test
    void shouldCountDecidedJudgementsWhoseWinnerScoresHigher() {
        // Given
        List<Example> examples =
                List.of(
                        Examples.of(5, 3, Choice.FIRST, "ann"),
                        Examples.of(5, 3, Choice.SECOND, "ann"),
                        Examples.of(3, 5, Choice.SECOND, "bob"),
                        Examples.of(4, 4, Choice.FIRST, "bob"),
                        Examples.of(9, 1, Choice.TIE, "bob"));
        double[] margins = {1, 2, -1, 0, 3};

        // When
        PreferenceReport report = PreferenceReport.of(examples, margins, true);

        // Then: right, wrong, right, undecided
        assertEquals(2.5 / 4, report.accuracy(), 1e-12);
        assertEquals(Map.of("ann", 0.5, "bob", 0.75), report.accuracyByAnnotator());
        // longer wins: right, wrong, right, equally long
        assertEquals(2.5 / 4, report.lengthBaselineAccuracy(), 1e-12);
    }

    @Test
    void shouldMeasureProbabilitiesByBrier() {
        // Given: a margin of ln 3 is a probability of 3/4
        List<Example> examples =
                List.of(
                        Examples.of(3, 3, Choice.FIRST),
                        Examples.of(3, 3, Choice.SECOND),
                        Examples.of(3, 3, Choice.BOTH_BAD));
        double[] margins = {Math.log(3), Math.log(3), Math.log(3)};

        // When
        PreferenceReport report = PreferenceReport.of(examples, margins, true);

        // Then: (1/16 + 9/16 + 1/16) / 3
        assertEquals(11.0 / 48, report.brier(), 1e-12);
    }

    @Test
    void shouldLearnWhichLengthWins() {
        assertTrue(
                PreferenceReport.longerWins(
                        List.of(
                                Examples.of(5, 3, Choice.FIRST),
                                Examples.of(5, 3, Choice.SECOND),
                                Examples.of(2, 3, Choice.SECOND))));
        assertFalse(PreferenceReport.longerWins(List.of(Examples.of(2, 3, Choice.FIRST))));
    }
}
