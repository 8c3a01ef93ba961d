package org.athanor.transformer.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ModelReplica;

/**
 * A replica of a model that works on its share of a step in a thread of its own. For the thread that
 * trains: {@link #start}, {@link #join}, {@link #finish}, step after step.
 */
final class ReplicaWorker implements AutoCloseable {

    private final Engine engine;
    private final ModelReplica replica;
    private final GradientWorker worker;
    private final ExecutorService thread;
    private NDManager scope; // null between steps
    private CompletableFuture<GradientSum> result; // null between steps

    ReplicaWorker(LanguageModel model, Engine engine, boolean recompute) {
        this.engine = engine;
        this.replica = new ModelReplica(model, engine);
        this.worker = new GradientWorker(replica.model(), recompute);
        this.thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform()
                                .daemon()
                                .name("replica-" + engine.deviceName())
                                .factory());
    }

    /** Begins with the weights as they are now, which nobody changes before the end. */
    void start(List<TokenBatch> share, long counted) {
        NDManager own = engine.newManager();
        result =
                CompletableFuture.supplyAsync(
                        () -> {
                            replica.follow();
                            return worker.gradients(own, share, counted);
                        },
                        thread);
        scope = own;
    }

    /** Waits for what has been started; throws what it failed with. It is there until the end. */
    GradientSum join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw e;
            }
        }
    }

    /** Waits until nothing is under way any more, however it ended, and frees what was found. */
    void finish() {
        if (scope == null) {
            return;
        }
        result.handle((sum, failure) -> sum).join();
        scope.close();
        scope = null;
        result = null;
    }

    @Override
    public void close() {
        thread.close();
        worker.close();
        replica.close();
    }
}
