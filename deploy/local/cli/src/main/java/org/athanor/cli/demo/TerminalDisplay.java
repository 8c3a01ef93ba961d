package org.athanor.cli.demo;

import org.athanor.cli.terminal.Progress;
import org.athanor.cli.terminal.Terminal;

/** Shows one stage after the other, each with a bar of its own. */
final class TerminalDisplay implements StageLog.Display, AutoCloseable {

    private final Terminal terminal;
    private Progress progress;

    TerminalDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(String stage, String unit) {
        close();
        progress = Progress.start(terminal, stage, unit);
    }

    @Override
    public void advance(double done, double total, String note) {
        if (total > 0) {
            progress.update(done, total, note);
        } else {
            progress.waiting(note);
        }
    }

    @Override
    public void tell(String words) {
        progress.tell(words);
    }

    @Override
    public void end(String summary) {
        if (progress == null) {
            terminal.say(summary);
        } else {
            progress.succeeded(summary);
            progress = null;
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
