package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.artifact.Artifact;
import org.athanor.tokenizer.work.OrderedWork;

/**
 * Reads a corpus artifact in batches, works on them on all cores, and hands on the results in the
 * documents' order: so a faster machine, or one with more cores, makes the same artifact.
 */
public final class CorpusDocuments {

    /** The corpus' first file, and its only one unless it extends another. */
    public static final String FILE_NAME = "documents.jsonl";

    private static final int BATCH_BYTES = 1 << 19;
    private static final long MOST_BATCHES = 1 << 20;

    private final CorpusParts parts;
    private final Form form;
    private final long documents;

    public CorpusDocuments(Artifact corpus) throws IOException {
        this.parts = CorpusParts.of(corpus);
        this.form = Form.ofLabel(String.valueOf(corpus.manifest().configuration().get("form")));
        this.documents = ((Number) corpus.manifest().configuration().get("documents")).longValue();
    }

    /** Works on one batch, on any thread. */
    public interface Work<R> {
        R on(List<CorpusDocument> batch);
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
     * Some whole lines of the corpus, its files read as one.
     *
     * @param offset of the first, in bytes
     * @param length of all, in bytes
     */
    public record Range(long offset, long length) {}

    /**
     * The whole corpus in ranges of about {@code bytes} each, in their order. Those of a corpus that
     * extends another begin with the other's.
     */
    public List<Range> ranges(long bytes) throws IOException {
        return parts.ranges(bytes);
    }

    /** The lines of one of {@link #ranges}, for {@link StoredLines}; the caller closes them. */
    public InputStream lines(Range range) throws IOException {
        return parts.open(range);
    }

    /** Works on every document; results arrive in the documents' order. */
    public <R> void forEachBatch(Work<R> work, Results<R> results) throws IOException {
        forEachBatch(ranges(batchBytes()), work, results);
    }

    /** Works on some of the {@link #ranges}, each a batch; results arrive in their order. */
    public <R> void forEachBatch(List<Range> ranges, Work<R> work, Results<R> results)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (OrderedWork<Range, Done<R>> ordered =
                new OrderedWork<>(
                        threads,
                        range -> done(range, work),
                        done -> results.accept(done.result(), done.documents()))) {
            for (Range range : ranges) {
                ordered.submit(range);
            }
            ordered.drain();
        }
    }

    /** Larger ones of a corpus of terabytes, since all their places are known beforehand. */
    private long batchBytes() {
        return Math.max(BATCH_BYTES, parts.bytes() / MOST_BATCHES);
    }

    private record Done<R>(R result, int documents) {}

    private <R> Done<R> done(Range range, Work<R> work) throws IOException {
        List<CorpusDocument> batch = new ArrayList<>();
        try (InputStream lines = lines(range)) {
            StoredLines.read(lines, (_, document) -> batch.add(document));
        }
        return new Done<>(work.on(batch), batch.size());
    }
}
