package org.athanor.tokenizer.work;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work on several threads whose results arrive on the caller's, in the order of the inputs. A
 * bounded number is under way: whoever submits more waits for the oldest.
 */
public final class OrderedWork<I, R> implements Closeable {

    /** Done on any thread. */
    public interface Work<I, R> {
        R on(I input) throws IOException;
    }

    /** Takes the results, on the caller's thread. */
    public interface Results<R> {
        void accept(R result) throws IOException;
    }

    private final ExecutorService pool;
    private final int ahead;
    private final Work<I, R> work;
    private final Results<R> results;
    private final Queue<Future<R>> pending = new ArrayDeque<>();

    public OrderedWork(int threads, Work<I, R> work, Results<R> results) {
        this.pool = Executors.newFixedThreadPool(threads);
        this.ahead = 2 * threads;
        this.work = work;
        this.results = results;
    }

    public void submit(I input) throws IOException {
        pending.add(pool.submit(() -> work.on(input)));
        if (pending.size() >= ahead) {
            results.accept(await(pending.remove()));
        }
    }

    /** Waits for everything that was submitted. */
    public void drain() throws IOException {
        while (!pending.isEmpty()) {
            results.accept(await(pending.remove()));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        pool.close();
    }

    private R await(Future<R> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while working on documents");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case IOException failure -> throw failure;
                default -> throw new IOException("working on documents failed", e.getCause());
            }
        }
    }
}
