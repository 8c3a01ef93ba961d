package org.athanor.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DirectSpeechRuleTest {

    @Test
    void shouldCountDifferentDirectWordsOfAWholeSentence() {
        // Given ten words, of which we, must, our, you and can are direct and "our" comes twice
        String answer = "We must do our work and our duty: you can.";

        // Then
        assertEquals(5, DirectSpeechRule.score(answer), 1e-9);
    }

    @Test
    void shouldTakeTwoPointsFromAnAnswerThatDoesNotEnd() {
        assertEquals(3, DirectSpeechRule.score("We must do our work and our duty: you can"), 1e-9);
    }

    @Test
    void shouldTakeTwoPointsFromFewDifferentWords() {
        // Given three words, of which two are direct
        assertEquals(10 * 2 / 8.0 - 2, DirectSpeechRule.score("we must act."), 1e-9);
    }

    @Test
    void shouldFindFluentTextBetterThanDegenerateAnswers() {
        // Given the real continuations of the held-out documents
        double[] real =
                Europarl.heldOutPassages().stream()
                        .mapToDouble(passage -> DirectSpeechRule.score(passage.completion()))
                        .toArray();
        double median = Statistics.of(real).median();

        // Then
        assertTrue(real.length > 1000, () -> "only " + real.length + " passages");
        assertTrue(DirectSpeechRule.score("") < median);
        assertTrue(DirectSpeechRule.score(" the".repeat(40)) < median);
        assertTrue(DirectSpeechRule.score(" the".repeat(40) + ".") < median);
        assertTrue(DirectSpeechRule.score(" we".repeat(8)) < median);
        assertTrue(DirectSpeechRule.score(" we".repeat(8) + ".") < median);
        assertTrue(DirectSpeechRule.score(" we.") < median);
    }

    @Test
    void shouldScoreTheLongestPossibleAnswerBelowTheMedianOfRealOnes() {
        // Given all the text there is, cut where the answer must end
        String text =
                String.join(" ", Europarl.heldOut().stream().filter(English::is).limit(3).toList());
        String longest = text.substring(0, Math.min(text.length(), 4000));

        // Then
        assertTrue(DirectSpeechRule.score(longest) < 0);
    }
}
