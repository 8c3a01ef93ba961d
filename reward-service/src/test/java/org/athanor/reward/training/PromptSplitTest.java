package org.athanor.reward.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.athanor.reward.feedback.Turn;
import org.junit.jupiter.api.Test;

class PromptSplitTest {

    @Test
    void shouldHoldOutAboutTheShare() {
        // When
        long heldOut =
                IntStream.range(0, 10_000)
                        .filter(i -> new PromptSplit(0.1).holdsOut(prompt("prompt " + i)))
                        .count();

        // Then: five standard deviations of a binomial are 150
        assertEquals(1000, (double) heldOut, 150);
    }

    @Test
    void shouldKeepHoldingOutWhatASmallerShareHeldOut() {
        assertTrue(
                IntStream.range(0, 1000)
                        .mapToObj(i -> prompt("prompt " + i))
                        .filter(new PromptSplit(0.1)::holdsOut)
                        .allMatch(new PromptSplit(0.2)::holdsOut));
    }

    private static List<Turn> prompt(String text) {
        return List.of(new Turn("user", text));
    }
}
