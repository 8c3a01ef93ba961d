package org.athanor.kit.run;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.database.Transactions;

/** This replica's workers, from start to stop. */
@Singleton
@WithRuns
class RunWorkers {

    private final RunConfig config;
    private final RunHandlers handlers;
    private final RunLifecycle lifecycle;
    private final RunExecution execution;
    private final Transactions transactions;
    private final DatabaseReady ready;
    private final WorkSignal signal;
    private final ServiceIdentity identity;
    private final List<RunWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    RunWorkers(
            RunConfig config,
            RunHandlers handlers,
            RunLifecycle lifecycle,
            RunExecution execution,
            Transactions transactions,
            DatabaseReady ready,
            WorkSignal signal,
            ServiceIdentity identity) {
        this.config = config;
        this.handlers = handlers;
        this.lifecycle = lifecycle;
        this.execution = execution;
        this.transactions = transactions;
        this.ready = ready;
        this.signal = signal;
        this.identity = identity;
    }

    void start(@Observes StartupEvent started) {
        for (int i = 1; i <= config.workers(); i++) {
            RunWorker worker = worker(identity.replica());
            workers.add(worker);
            threads.add(Thread.ofPlatform().daemon().name("run-worker-" + i).start(worker));
        }
    }

    /** A worker that leases runs to {@code replica}. */
    RunWorker worker(String replica) {
        return new RunWorker(
                replica, config, handlers, lifecycle, execution, transactions, ready, signal);
    }

    boolean areAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        workers.forEach(RunWorker::stop);
        long deadline = System.nanoTime() + config.stopWithin().toNanos();
        for (int i = 0; i < threads.size(); i++) {
            long leftMs = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            threads.get(i).join(leftMs);
            if (threads.get(i).isAlive()) {
                workers.get(i).giveUp();
            }
        }
    }
}
