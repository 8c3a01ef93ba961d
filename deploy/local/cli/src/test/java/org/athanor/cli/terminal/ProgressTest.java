package org.athanor.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final TickingClock clock = new TickingClock();

    @Test
    void shouldPrintAPlainLineEveryTenSecondsAtMostInAPipe() {
        try (Progress progress = start(false)) {
            for (int second = 1; second <= 25; second++) {
                clock.advance(Duration.ofSeconds(1));
                progress.update(second * 100, 5000, "loss 3.2");
            }
            progress.succeeded("1.7 bits per byte");
        }

        assertEquals(
                List.of(
                        "pretrain: started",
                        "pretrain:  20% 1.0k tokens, 100/s, 40s left, loss 3.2",
                        "pretrain:  40% 2.0k tokens, 100/s, 30s left, loss 3.2",
                        "pretrain: done in 25s, 1.7 bits per byte"),
                lines());
    }

    @Test
    void shouldRedrawOneLineOnATerminal() {
        try (Progress progress = start(true)) {
            clock.advance(Duration.ofSeconds(1));
            progress.update(100, 400, "");
            clock.advance(Duration.ofSeconds(1));
            progress.update(200, 400, "");
            progress.succeeded("");
        }

        String text = screen.toString(UTF_8);
        assertTrue(text.contains("[##########----------]  50% 200 tokens, 100/s, 2.0s left"), text);
        assertEquals(1, lines().size(), "everything but the last words was overwritten");
    }

    @Test
    void shouldLeaveWhatTheRunTellsOnTheScreen() {
        try (Progress progress = start(true)) {
            progress.update(100, 400, "");
            progress.tell("back to the checkpoint of step 50");
            progress.update(50, 400, "");
            progress.succeeded("");
        }

        assertEquals(2, lines().size());
        assertTrue(
                lines().getFirst().endsWith("pretrain: back to the checkpoint of step 50"),
                lines().getFirst());
    }

    @Test
    void shouldNeverBreakTheLine() {
        try (Progress progress = start(true)) {
            progress.update(1, 400, "a note that is much longer than any terminal ".repeat(10));
        }

        assertTrue(screen.toString(UTF_8).split("\r")[2].length() < 80 + "\u001b[K".length());
    }

    @Test
    void shouldForgetThePaceOfWorkThatWasRepeated() {
        Pace pace = new Pace();
        pace.sample(clock.instant(), 1000);
        clock.advance(Duration.ofSeconds(1));
        pace.sample(clock.instant(), 500); // back at the last checkpoint
        clock.advance(Duration.ofSeconds(1));
        pace.sample(clock.instant(), 510);

        assertEquals(10, pace.perSecond(), 1e-9);
    }

    private Progress start(boolean interactive) {
        Terminal terminal =
                new Terminal(new PrintStream(screen, true, UTF_8), interactive, 80, clock);
        return Progress.start(terminal, "pretrain", "tokens");
    }

    private List<String> lines() {
        return List.of(screen.toString(UTF_8).split("\n"));
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.EPOCH;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
