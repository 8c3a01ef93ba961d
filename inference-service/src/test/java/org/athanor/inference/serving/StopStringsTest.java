package org.athanor.inference.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {

    @Test
    void shouldHoldBackWhatMayBecomeAStopString() {
        // Given
        StopStrings stops = new StopStrings(List.of("END"));

        // When, Then
        assertEquals("a", stops.append("aE"));
        assertEquals("", stops.append("N"));
        assertEquals("EN", stops.append("EN"));
        assertEquals("", stops.append("D and more"));
        assertTrue(stops.found());
        assertEquals("", stops.append("later"));
        assertEquals("", stops.finish());
    }

    @Test
    void shouldReleaseWhatWasHeldBackAtTheEnd() {
        // Given
        StopStrings stops = new StopStrings(List.of("END"));

        // When
        String shown = stops.append("the E") + stops.append("N") + stops.finish();

        // Then
        assertEquals("the EN", shown);
        assertFalse(stops.found());
    }

    @Test
    void shouldCutAtTheEarliestOfSeveral() {
        // Given
        StopStrings stops = new StopStrings(List.of("late", "a"));

        // When, Then
        assertEquals("l", stops.append("lama"));
        assertTrue(stops.found());
    }

    @Test
    void shouldShowTheSameHoweverTheTextIsSplit() {
        // Given: texts over a small alphabet, so that near misses are frequent
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            String text = word(random, 12);
            List<String> stops = List.of(word(random, 3) + "a", word(random, 2) + "b");
            StopStrings whole = new StopStrings(stops);
            StopStrings pieces = new StopStrings(stops);

            // When
            String expected = whole.append(text) + whole.finish();
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                shown.append(pieces.append(text.substring(i, i + 1)));
            }
            shown.append(pieces.finish());

            // Then
            for (String stop : stops) {
                assertFalse(shown.toString().contains(stop), text + " showed " + stop);
            }
            assertTrue(text.startsWith(shown.toString()));
            if (!whole.found()) {
                assertEquals(expected, shown.toString());
            }
            assertEquals(whole.found(), pieces.found());
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
