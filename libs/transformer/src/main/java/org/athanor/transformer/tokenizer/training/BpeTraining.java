package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.athanor.transformer.tokenizer.Merge;

/**
 * Learns the merges of byte-pair encoding (Sennrich et al., arXiv:1508.07909) over bytes: again and
 * again the most frequent pair of neighbouring symbols becomes a symbol of its own. Ties go to the
 * pair with the lower left symbol, then the lower right symbol; symbols 0 to 255 are the bytes, the
 * others are numbered as they are made. So the merges depend on the pieces and their counts alone:
 * not on the order of the texts, the number of threads or the memory. Counts are 64 bits wide.
 *
 * <p>First texts are {@linkplain #add added}, from any number of threads; then the merges are
 * learnt, once. Counts that outgrow their memory are sorted and spilled to disk, merged as a stream,
 * and learnt from in mapped files.
 */
public final class BpeTraining implements AutoCloseable {

    private static final int BATCH_BYTES = 1 << 18;

    private final BpeOptions options;
    private final Spill spill;

    /** Tables that no thread is counting in. */
    private final BlockingQueue<PieceTable> tables;

    public BpeTraining(BpeOptions options) {
        this.options = options;
        this.spill = new Spill(options.folder());
        this.tables = new ArrayBlockingQueue<>(options.threads());
        for (int i = 0; i < options.threads(); i++) {
            tables.add(new PieceTable(options.memoryBytes() / 2 / options.threads()));
        }
    }

    /**
     * Counts the pieces of some texts; a batch should be large enough to be worth a thread's turn.
     * Safe for any number of threads, of which as many count at a time as {@link
     * BpeOptions#threads} says.
     *
     * @param texts UTF-8 each; no piece goes from one into the next
     */
    public void add(List<byte[]> texts) throws IOException {
        PieceTable table = take();
        try {
            for (byte[] text : texts) {
                count(text, table);
            }
        } finally {
            tables.add(table);
        }
    }

    /** Counts the pieces of all texts, on {@link BpeOptions#threads} threads. */
    public void addAll(Iterator<byte[]> texts) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(options.threads());
        try {
            List<Future<Void>> workers = new ArrayList<>();
            Callable<Void> work = () -> addBatches(texts);
            for (int i = 0; i < options.threads(); i++) {
                workers.add(pool.submit(work));
            }
            for (Future<Void> worker : workers) {
                await(worker);
            }
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }

    /**
     * Learns from all that was added, on the calling thread. Nothing can be added afterwards.
     *
     * @param wanted how many merges; there are fewer when no pair is left that occurs {@link
     *     BpeOptions#minimumCount} times
     */
    public LearntMerges learn(int wanted, TrainingListener listener) throws IOException {
        try (OffHeap memory = new OffHeap(spill, listener)) {
            Pieces pieces = pieces(listener);
            boolean spilled = !spill.isEmpty();
            CountGroups groups = Words.layout(pieces, listener);
            Room room = new Room(options.memoryBytes(), groups.end());
            Words words =
                    Words.of(
                            pieces,
                            groups,
                            memory.allocate(room.symbolBytes(), room.isInFiles()),
                            wanted,
                            listener);
            tables.clear();
            Postings postings =
                    new Postings(
                            memory.allocate(room.postingBytes(), room.isInFiles()), room.isWide());
            PairLimits limits =
                    new PairLimits(
                            options.minimumCount(), options.maximumTokenBytes(), room.pairs());
            MergeLearner learner =
                    new MergeLearner(
                            words,
                            postings,
                            new PairIndex(words, postings, limits),
                            new PairCounting(words, postings, room.countedPairs()),
                            Words.BYTES + wanted);
            List<Merge> merges = learner.learn(wanted, listener);
            return new LearntMerges(merges, words.bytes(), learner.tokens(), spilled);
        }
    }

    /** Deletes the files, whatever became of the training. */
    @Override
    public void close() throws IOException {
        spill.close();
    }

    private Void addBatches(Iterator<byte[]> texts) throws IOException {
        List<byte[]> batch = nextBatch(texts);
        while (!batch.isEmpty()) {
            add(batch);
            batch = nextBatch(texts);
        }
        return null;
    }

    /** None when there are no more, or when another worker has failed. */
    private static List<byte[]> nextBatch(Iterator<byte[]> texts) {
        List<byte[]> batch = new ArrayList<>();
        synchronized (texts) {
            long bytes = 0;
            while (bytes < BATCH_BYTES
                    && !Thread.currentThread().isInterrupted()
                    && texts.hasNext()) {
                byte[] text = texts.next();
                batch.add(text);
                bytes += text.length;
            }
        }
        return batch;
    }

    private void count(byte[] text, PieceTable table) throws IOException {
        for (int at = 0; at < text.length; ) {
            int end = options.pattern().pieceEnd(text, at, text.length);
            count(text, at, end, 1, table);
            at = end;
        }
    }

    private void count(byte[] text, int from, int to, long times, PieceTable table)
            throws IOException {
        if (!table.add(text, from, to, times)) {
            spill.write(table);
            table.add(text, from, to, times);
        }
    }

    /** All pieces that were counted, from the one table that is left or from the spilled files. */
    private Pieces pieces(TrainingListener listener) throws IOException {
        List<PieceTable> counted = new ArrayList<>();
        if (tables.drainTo(counted) < options.threads()) {
            throw new IllegalStateException("texts are still being added, or were learnt from");
        }
        PieceTable all = counted.getFirst();
        while (counted.size() > 1) {
            PieceTable next = counted.removeLast();
            next.forEach((text, from, to, times) -> count(text, from, to, times, all));
            listener.working();
        }
        if (spill.isEmpty()) {
            return all;
        }
        spill.write(all);
        return spill.merged(listener);
    }

    private PieceTable take() {
        try {
            return tables.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another thread", e);
        }
    }

    private static void await(Future<Void> worker) throws IOException {
        try {
            worker.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while counting", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case UncheckedIOException failure -> throw failure.getCause();
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IOException("counting failed", e.getCause());
            }
        }
    }
}
