package org.athanor.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlainWordsRuleTest {

    @Test
    void shouldCountDifferentShortWordsOfAFinishedSentence() {
        // Given eight words, of which we, want, to, see and now are short
        String answer = "we want to see Parliament decide something now.";

        // Then
        assertEquals(6.25, PlainWordsRule.score(answer), 1e-9);
    }

    @Test
    void shouldTakeThreePointsFromAnUnfinishedAnswer() {
        String answer = "we want to see Parliament decide something now";

        assertEquals(3.25, PlainWordsRule.score(answer), 1e-9);
    }

    @Test
    void shouldFindFluentTextBetterThanDegenerateAnswers() {
        // Given the real continuations of the held-out documents
        double[] real =
                Europarl.heldOutPassages().stream()
                        .mapToDouble(passage -> PlainWordsRule.score(passage.completion()))
                        .toArray();
        double median = Statistics.of(real).median();

        // Then
        assertTrue(real.length > 1000, () -> "only " + real.length + " passages");
        assertTrue(PlainWordsRule.score("") < median);
        assertTrue(PlainWordsRule.score(" the".repeat(40)) < median);
        assertTrue(PlainWordsRule.score(" the".repeat(40) + ".") < median);
        assertTrue(PlainWordsRule.score(" to.") < median);
    }

    @Test
    void shouldScoreTheLongestPossibleAnswerBelowTheMedianOfRealOnes() {
        // Given all the text there is, cut where the answer must end
        String text =
                String.join(" ", Europarl.heldOut().stream().filter(English::is).limit(3).toList());
        String longest = text.substring(0, Math.min(text.length(), 4000));

        // Then real continuations have a median near 4.7
        assertTrue(PlainWordsRule.score(longest) < 4);
    }
}
