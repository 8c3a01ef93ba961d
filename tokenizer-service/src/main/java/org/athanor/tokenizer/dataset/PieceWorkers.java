package org.athanor.tokenizer.dataset;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.DatabaseOutage;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.dataset.SplitRequests.Answer;
import org.jboss.logging.Logger;

/**
 * This replica's threads that tokenize pieces. Woken by a record, each takes one piece after the
 * other, whichever waits longest, until none is left: so replicas share the work by how fast they
 * are, and a piece whose replica died is taken like any other.
 */
@ApplicationScoped
class PieceWorkers {

    private static final Logger LOG = Logger.getLogger(PieceWorkers.class);

    /** How many pieces this replica answered, by outcome; late when another one was faster. */
    static final String PIECES = "athanor.dataset.pieces";

    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

    private final DatasetConfig config;
    private final SplitRequests requests;
    private final PieceTokenizer tokenizer;
    private final ArtifactStore artifacts;
    private final DatabaseReady ready;
    private final MeterRegistry meters;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Object answered = new Object();
    private long answers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    PieceWorkers(
            DatasetConfig config,
            SplitRequests requests,
            PieceTokenizer tokenizer,
            ArtifactStore artifacts,
            DatabaseReady ready,
            MeterRegistry meters) {
        this.config = config;
        this.requests = requests;
        this.tokenizer = tokenizer;
        this.artifacts = artifacts;
        this.ready = ready;
        this.meters = meters;
    }

    void start(@Observes StartupEvent started) {
        int workers =
                config.workers() > 0
                        ? config.workers()
                        : Runtime.getRuntime().availableProcessors();
        for (int i = 1; i <= workers; i++) {
            threads.add(Thread.ofPlatform().daemon().name("piece-worker-" + i).start(this::run));
        }
    }

    /** There may be something to do; never waits. */
    void wake() {
        if (wakeUps.availablePermits() < threads.size()) {
            wakeUps.release(threads.size());
        }
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        wakeUps.release(threads.size());
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
    }

    /** How many pieces this replica has answered. */
    long answers() {
        synchronized (answered) {
            return answers;
        }
    }

    /** Returns when this replica has answered more than so many pieces, or after a while. */
    void awaitAnswer(long known, Duration most) throws InterruptedException {
        synchronized (answered) {
            if (answers == known) {
                answered.wait(Math.max(1, most.toMillis())); // 0 would be for ever
            }
        }
    }

    private void run() {
        try {
            while (!stopping) {
                if (ready.await(LOOK_ANYWAY)) {
                    drain();
                    wakeUps.tryAcquire(LOOK_ANYWAY.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() throws InterruptedException {
        try {
            Optional<SplitRequested> piece = requests.claim();
            while (piece.isPresent()) {
                work(piece.get());
                piece = stopping ? Optional.empty() : requests.claim();
            }
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                LOG.debugf("no piece can be claimed, the database is away: %s", e.getMessage());
            } else {
                LOG.error("no piece could be claimed or answered", e);
            }
            Thread.sleep(PAUSE_AFTER_FAILURE);
        }
    }

    private void work(SplitRequested piece) {
        Answer answer = answer(piece);
        boolean first = requests.answer(piece.splitId(), answer);
        synchronized (answered) {
            answers++;
            answered.notifyAll();
        }
        if (!first && answer instanceof Answer.Tokens late) {
            dropIfUnused(late);
        }
        String outcome =
                switch (answer) {
                    case Answer.Tokens tokens when !first -> "late";
                    case Answer.Tokens tokens -> tokens.reused() ? "reused" : "tokenized";
                    case Answer.Failure failure -> "failed";
                };
        meters.counter(PIECES, "outcome", outcome).increment();
    }

    /** The run may be over, and what it had of this piece deleted, before this one was done. */
    private void dropIfUnused(Answer.Tokens late) {
        ArtifactId artifact = late.piece().artifact();
        if (!late.reused() && !requests.isUsed(artifact)) {
            artifacts.delete(artifact);
        }
    }

    private Answer answer(SplitRequested piece) {
        try {
            return tokenizer.tokenize(piece);
        } catch (AthanorException | IOException e) {
            LOG.warnf(e, "split %s of run %s failed", piece.splitId(), piece.runId());
            return new Answer.Failure(e.getMessage());
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                throw e; // the claim runs out, and somebody takes the piece again
            }
            LOG.errorf(e, "split %s of run %s failed", piece.splitId(), piece.runId());
            return new Answer.Failure("tokenizing failed: " + e.getMessage());
        }
    }
}
