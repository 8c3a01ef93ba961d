package org.athanor.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/**
 * One long piece of work while it goes on. On a terminal a bar that is redrawn; in a pipe a line now and then, at most
 * one every ten seconds.
 *
 * <pre>{@code
 * try (Progress progress = Progress.start(Terminal.standardError(), "pretrain", "tokens")) {
 *     progress.update(done, total, "loss 3.21");
 *     progress.succeeded("validation 1.73 bits per byte");
 * }
 * }</pre>
 *
 * Not thread-safe: the thread that follows the work draws it.
 */
public final class Progress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration LINE = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final String name;
    private final ProgressLine line;
    private final Instant started;
    private final Pace pace = new Pace();
    private Instant drawn = Instant.MIN;
    private boolean open = true;

    private Progress(Terminal terminal, String name, String unit) {
        this.terminal = terminal;
        this.name = name;
        this.line = new ProgressLine(name, unit, terminal.columns());
        this.started = terminal.clock().instant();
    }

    /**
     * Says that the work has begun.
     *
     * @param unit of what {@link #update} counts, in the plural: tokens, steps
     */
    public static Progress start(Terminal terminal, String name, String unit) {
        Progress progress = new Progress(terminal, name, unit);
        if (terminal.interactive()) {
            progress.redraw(progress.line.waiting(""));
        } else {
            terminal.say(name + ": started");
        }
        return progress;
    }

    /**
     * @param done how much is done
     * @param total how much there is, or 0 while nobody knows
     * @param note a figure worth watching, or the empty string
     */
    public void update(double done, double total, String note) {
        Instant now = terminal.clock().instant();
        pace.sample(now, done);
        Duration pause = terminal.interactive() ? REDRAW : LINE;
        boolean first = drawn.equals(Instant.MIN);
        if (first
                ? terminal.interactive() || sinceStart(now).compareTo(LINE) >= 0
                : !now.isBefore(drawn.plus(pause))) {
            drawn = now;
            draw(done, total, note);
        }
    }

    /** For work that cannot say how far it is: shows the note and the time spent. */
    public void waiting(String note) {
        if (terminal.interactive()) {
            redraw(line.waiting(Amounts.duration(elapsed()) + (note.isEmpty() ? "" : "  " + note)));
        }
    }

    /** A sentence that stays on the screen, above the bar. */
    public void tell(String words) {
        terminal.say((terminal.interactive() ? "\r\u001b[K" : "") + name + ": " + words);
    }

    /** Ends the work well; the words stay on the screen. */
    public void succeeded(String note) {
        end("done in " + Amounts.duration(elapsed()) + (note.isEmpty() ? "" : ", " + note));
    }

    /** Ends the work badly; the reason stays on the screen. */
    public void failed(String reason) {
        end("failed after " + Amounts.duration(elapsed()) + ": " + reason);
    }

    public Duration elapsed() {
        return sinceStart(terminal.clock().instant());
    }

    /** Leaves a clean line when the work ended without a word. */
    @Override
    public void close() {
        if (open) {
            end("ended after " + Amounts.duration(elapsed()));
        }
    }

    private Duration sinceStart(Instant now) {
        return Duration.between(started, now);
    }

    private void draw(double done, double total, String note) {
        if (terminal.interactive()) {
            redraw(line.bar(done, total, pace.perSecond(), note));
        } else {
            terminal.say(name + ": " + line.words(done, total, pace.perSecond(), note));
        }
    }

    private void redraw(String text) {
        terminal.out().print("\r\u001b[K" + text);
        terminal.out().flush();
    }

    private void end(String words) {
        open = false;
        terminal.say((terminal.interactive() ? "\r\u001b[K" : "") + name + ": " + words);
    }
}
