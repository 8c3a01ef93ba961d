package org.athanor.kit.run;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One client that follows a run, and how far it has come. */
final class RunListener {

    /** A client that reads more slowly than this waits for its events in the database, not here. */
    private static final int MOST_PENDING = 1_000;

    private final UUID run;
    private final MultiEmitter<? super RunEventFeed.Signal> emitter;
    private final AtomicInteger pending;
    private volatile long seq;
    private volatile long lastSignalNanos = System.nanoTime();

    RunListener(
            UUID run,
            long seq,
            MultiEmitter<? super RunEventFeed.Signal> emitter,
            AtomicInteger pending) {
        this.run = run;
        this.seq = seq;
        this.emitter = emitter;
        this.pending = pending;
    }

    UUID run() {
        return run;
    }

    long seq() {
        return seq;
    }

    boolean keepsUp() {
        return pending.get() < MOST_PENDING;
    }

    void deliver(List<RunJournal.Entry> entries) {
        for (RunJournal.Entry entry : entries) {
            seq = entry.seq();
            emit(new RunEventFeed.Entry(entry));
            if (RunJournal.FINAL_TYPES.contains(entry.type())) {
                emitter.complete();
                return;
            }
        }
    }

    /** There is nothing after what the client has seen already. */
    void end() {
        emitter.complete();
    }

    void keepAlive(long nowNanos, long everyNanos) {
        if (nowNanos - lastSignalNanos > everyNanos && keepsUp()) {
            emit(new RunEventFeed.KeepAlive());
        }
    }

    private void emit(RunEventFeed.Signal signal) {
        lastSignalNanos = System.nanoTime();
        pending.incrementAndGet();
        emitter.emit(signal);
    }
}
