package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Reads a corpus artifact in batches, works on them on all cores, and hands on the results in the
 * documents' order: so a faster machine, or one with more cores, makes the same artifact.
 */
public final class CorpusDocuments {

    /** The corpus' only file. */
    public static final String FILE_NAME = "documents.jsonl";

    private static final int BATCH_BYTES = 1 << 19;

    private final Path file;
    private final Form form;
    private final long documents;

    public CorpusDocuments(Artifact corpus) {
        this.file = corpus.file(FILE_NAME);
        this.form = Form.ofLabel(String.valueOf(corpus.manifest().configuration().get("form")));
        this.documents = ((Number) corpus.manifest().configuration().get("documents")).longValue();
    }

    /** Works on one batch, on any thread. */
    public interface Work<R> {
        R on(List<Document> batch);
    }

    /** Takes the results, on the caller's thread. */
    public interface Results<R> {
        /** @param documents how many the result stands for */
        void accept(R result, int documents) throws IOException;
    }

    public Form form() {
        return form;
    }

    public long documents() {
        return documents;
    }

    /**
     * Some whole lines of the corpus' file.
     *
     * @param offset of the first, in bytes
     * @param length of all, in bytes
     */
    public record Range(long offset, long length) {}

    /** The whole corpus in ranges of about {@code bytes} each, in their order. */
    public List<Range> ranges(long bytes) throws IOException {
        List<Range> ranges = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            for (long start = 0; start < size; ) {
                long end = start + bytes < size ? lineStart(channel, start + bytes) : size;
                ranges.add(new Range(start, end - start));
                start = end;
            }
        }
        return ranges;
    }

    /** The first line that starts at {@code from} or after it; the file's end when none does. */
    private static long lineStart(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (long at = from - 1; channel.read(buffer.clear(), at) > 0; at += buffer.limit()) {
            buffer.flip();
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) == '\n') {
                    return at + i + 1;
                }
            }
        }
        return channel.size();
    }

    /** Works on every document; results arrive in the documents' order. */
    public <R> void forEachBatch(Work<R> work, Results<R> results) throws IOException {
        forEachBatch(new Range(0, Files.size(file)), work, results);
    }

    /** Works on the documents of a range; results arrive in the documents' order. */
    public <R> void forEachBatch(Range range, Work<R> work, Results<R> results) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (FileChannel channel = FileChannel.open(file).position(range.offset());
                SourceInput input =
                        new SourceInput(
                                FILE_NAME, Channels.newInputStream(channel), Long.MAX_VALUE);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            LineDocuments lines = new LineDocuments(input, Integer.MAX_VALUE);
            RawDocuments inRange = () -> input.offset() < range.length() ? lines.next() : null;
            try {
                pump(inRange, pool, 2 * threads, work, results);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private record Pending<R>(Future<R> result, int documents) {}

    private static <R> void pump(
            RawDocuments lines, ExecutorService pool, int ahead, Work<R> work, Results<R> results)
            throws IOException {
        Queue<Pending<R>> pending = new ArrayDeque<>();
        List<byte[]> batch = nextBatch(lines);
        while (!batch.isEmpty() || !pending.isEmpty()) {
            if (!batch.isEmpty()) {
                List<byte[]> submitted = batch;
                pending.add(
                        new Pending<>(
                                pool.submit(() -> work.on(parse(submitted))), submitted.size()));
                batch = nextBatch(lines);
            }
            if (batch.isEmpty() || pending.size() >= ahead) {
                Pending<R> oldest = pending.remove();
                results.accept(await(oldest.result()), oldest.documents());
            }
        }
    }

    private static List<byte[]> nextBatch(RawDocuments lines) throws IOException {
        List<byte[]> batch = new ArrayList<>();
        int bytes = 0;
        while (bytes < BATCH_BYTES) {
            RawDocument line = lines.next();
            if (line == null) {
                break;
            }
            batch.add(line.bytes());
            bytes += line.bytes().length;
        }
        return batch;
    }

    private static List<Document> parse(List<byte[]> lines) throws UnusableDocumentException {
        List<Document> documents = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            documents.add(DocumentJson.read(line));
        }
        return documents;
    }

    private static <R> R await(Future<R> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading a corpus", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case UnusableDocumentException unusable ->
                        throw new AthanorException(
                                ErrorCode.CORRUPT_ARTIFACT,
                                FILE_NAME + " has a line that " + unusable.getMessage(),
                                unusable);
                default -> throw new IOException("reading a corpus failed", e.getCause());
            }
        }
    }
}
