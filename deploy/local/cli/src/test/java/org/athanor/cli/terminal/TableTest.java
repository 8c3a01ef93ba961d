package org.athanor.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldAlignWordsLeftAndNumbersRight() {
        String table =
                Table.of("STAGE", "SECONDS")
                        .row("corpus", 3)
                        .row("pretrain", 120)
                        .row("x", null)
                        .render();

        assertEquals(
                """
                STAGE     SECONDS
                corpus          3
                pretrain      120
                x               -
                """,
                table);
    }

    @Test
    void shouldRefuseARowOfAnotherLength() {
        assertThrows(IllegalArgumentException.class, () -> Table.of("A", "B").row("only one"));
    }

    @Test
    void shouldWriteAmountsAsPeopleReadThem() {
        assertEquals("950", Amounts.count(950));
        assertEquals("0.5", Amounts.count(0.5));
        assertEquals("1.5k", Amounts.count(1500));
        assertEquals("13.8M", Amounts.count(13_770_000));
        assertEquals("4.2s", Amounts.duration(Duration.ofMillis(4200)));
        assertEquals("3m 05s", Amounts.duration(Duration.ofSeconds(185)));
        assertEquals("1h 05m", Amounts.duration(Duration.ofMinutes(65)));
    }
}
