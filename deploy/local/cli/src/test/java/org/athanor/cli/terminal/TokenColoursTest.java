package org.athanor.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenColoursTest {

    @Test
    void shouldPartTokensByStrokesWithoutColours() {
        assertEquals(
                "Hel|lo| world⏎\n|→x",
                new TokenColours(false).render(List.of("Hel", "lo", " world\n", "\tx")));
    }

    @Test
    void shouldGiveNeighboursOtherColoursAndEndThemAtLineBreaks() {
        // When
        String shown = new TokenColours(true).render(List.of("a", "b\nc"));

        // Then
        String first = shown.substring(0, shown.indexOf('a'));
        String second = shown.substring(shown.indexOf('a') + 5, shown.indexOf('b'));
        assertNotEquals(first, second);
        assertEquals(
                first + "a\u001b[0m" + second + "b⏎\u001b[0m\n" + second + "c\u001b[0m", shown);
    }

    @Test
    void shouldNeverPassOnWhatATerminalObeys() {
        assertEquals("\\u{1B}[2J\\u{7}\\u{202E}x", TokenColours.visible("\u001b[2J\u0007\u202Ex"));
    }
}
