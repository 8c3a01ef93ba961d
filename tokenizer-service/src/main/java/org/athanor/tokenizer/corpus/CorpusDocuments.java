package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
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

    /** Works on every document; results arrive in the documents' order. */
    public <R> void forEachBatch(Work<R> work, Results<R> results) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (InputStream in = Files.newInputStream(file);
                SourceInput input = new SourceInput(FILE_NAME, in, Long.MAX_VALUE);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                pump(new LineDocuments(input, Integer.MAX_VALUE), pool, 2 * threads, work, results);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private record Pending<R>(Future<R> result, int documents) {}

    private static <R> void pump(
            LineDocuments lines, ExecutorService pool, int ahead, Work<R> work, Results<R> results)
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

    private static List<byte[]> nextBatch(LineDocuments lines) throws IOException {
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
