package org.athanor.inference.serving;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.athanor.inference.serving.ServingException.Reason;

/** Starts generations: at most so many at once, the others wait in the order in which they came. */
@Singleton
public class Generations {

    private static final int STOP_SECONDS = 10;

    private final ServedModels models;
    private final ServingConfig config;
    private final ServingMeters meters;
    private final ThreadPoolExecutor threads;
    private final Set<Generation> active = ConcurrentHashMap.newKeySet();

    Generations(ServedModels models, ServingConfig config, ServingMeters meters) {
        this.models = models;
        this.config = config;
        this.meters = meters;
        this.threads =
                new ThreadPoolExecutor(
                        config.concurrency(),
                        config.concurrency(),
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(config.queue()),
                        Thread.ofPlatform().name("generation-", 0).daemon().factory());
    }

    /**
     * Chooses the model, checks the request against every bound and queues it. The caller reads the
     * generation's events and closes it.
     *
     * @param user decides between stable and canary, or null
     * @param prompts encodes the prompts for the model that was chosen
     * @throws ServingException when the request cannot be served, now or ever
     */
    public Generation start(
            String name,
            String user,
            Function<LoadedModel, List<int[]>> prompts,
            AnswerOptions sampling) {
        try {
            ModelLease lease = models.lease(name, user);
            try {
                LoadedModel model = lease.model();
                Batch batch =
                        Batch.of(prompts.apply(model), sampling, model.contextLength(), config);
                return queue(name, lease, batch, sampling);
            } catch (RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        } catch (ServingException e) {
            meters.of(name).refused().increment();
            throw e;
        }
    }

    private Generation queue(String name, ModelLease lease, Batch batch, AnswerOptions sampling) {
        Generation generation = new Generation(lease.model().artifact(), config.timeout());
        GenerationTask task =
                new GenerationTask(lease, batch, sampling, generation, meters.of(name));
        QueuedTask queued = new QueuedTask(task, generation);
        generation.onCancel(() -> cancel(queued));
        active.add(generation);
        meters.waiting.incrementAndGet();
        try {
            threads.execute(queued);
        } catch (RejectedExecutionException e) {
            meters.waiting.decrementAndGet();
            active.remove(generation);
            throw new ServingException(
                    Reason.QUEUE_FULL,
                    "%d requests wait already, no more are taken: try again later"
                            .formatted(config.queue()));
        }
        return generation;
    }

    private void cancel(QueuedTask queued) {
        if (threads.remove(queued)) {
            meters.waiting.decrementAndGet();
            active.remove(queued.generation());
            queued.task().abandon();
        }
    }

    /** After the requests that were let finish: the rest is stopped, before their models go. */
    void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
        active.forEach(Generation::close);
        threads.shutdown();
        threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Counts a task in and out. Identity decides which one is removed from the queue. */
    private final class QueuedTask implements Runnable {
        private final GenerationTask task;
        private final Generation generation;

        QueuedTask(GenerationTask task, Generation generation) {
            this.task = task;
            this.generation = generation;
        }

        GenerationTask task() {
            return task;
        }

        Generation generation() {
            return generation;
        }

        @Override
        public void run() {
            meters.waiting.decrementAndGet();
            meters.running.incrementAndGet();
            try {
                task.run();
            } finally {
                meters.running.decrementAndGet();
                active.remove(generation);
            }
        }
    }
}
