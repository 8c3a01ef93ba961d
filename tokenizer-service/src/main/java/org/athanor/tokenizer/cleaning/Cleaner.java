package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.tokenizer.cleaning.Judge.Judged;
import org.athanor.tokenizer.cleaning.Judge.Kept;
import org.athanor.tokenizer.work.OrderedWork;

/**
 * Cleans the documents of one run: takes them in their order, works on all cores, and hands on what
 * is left in the same order. With a step that compares documents nothing is handed on before {@link
 * #finish}. One thread calls it.
 *
 * @param <D> a document with its place
 */
public final class Cleaner<D> implements Closeable {

    private static final int BATCH_CHARACTERS = 1 << 18;

    private final DocumentView<D> view;
    private final Judge<D> judge;
    private final Duplicates<D> duplicates;
    private final Sink<D> sink;
    private final List<EvaluationSets.Loaded> evaluationSets;
    private final List<StepReport> reports;
    private final OrderedWork<List<D>, Cleaned<D>> work;
    private List<D> batch = new ArrayList<>();
    private int batchCharacters;
    private long documentsIn;
    private long documentsOut;
    private long bytesIn;
    private long bytesOut;

    /** Takes the documents that are left. */
    public interface Sink<D> {
        void accept(D document) throws IOException;
    }

    /** @param prepared for the search for duplicates, or null when there is none */
    private record Cleaned<D>(
            Judged<D> judged, List<Duplicates.Prepared> prepared, int documentsIn) {}

    /** @param duplicates closed with the cleaner; null when documents are not compared */
    Cleaner(
            DocumentView<D> view,
            Judge<D> judge,
            Duplicates<D> duplicates,
            Sink<D> sink,
            List<EvaluationSets.Loaded> evaluationSets,
            int threads) {
        this.view = view;
        this.judge = judge;
        this.duplicates = duplicates;
        this.sink = sink;
        this.evaluationSets = evaluationSets;
        this.reports = judge.emptyReports();
        this.work = new OrderedWork<>(threads, this::clean, this::take);
    }

    public void accept(D document) throws IOException {
        batch.add(document);
        for (String text : view.texts(document)) {
            batchCharacters += text.length();
        }
        if (batchCharacters >= BATCH_CHARACTERS) {
            submit();
        }
    }

    /** Hands on what is left and says what was done. */
    public CleaningReport finish() throws IOException {
        submit();
        work.drain();
        if (duplicates != null) {
            reports.addAll(duplicates.finish(this::handOn));
        }
        return new CleaningReport(
                documentsIn,
                bytesIn,
                documentsOut,
                bytesOut,
                duplicates == null ? 0 : duplicates.presentDocuments(),
                List.copyOf(reports),
                evaluationSets);
    }

    @Override
    public void close() throws IOException {
        work.close();
        if (duplicates != null) {
            duplicates.close();
        }
    }

    private void submit() throws IOException {
        List<D> submitted = batch;
        batch = new ArrayList<>();
        batchCharacters = 0;
        work.submit(submitted);
    }

    private Cleaned<D> clean(List<D> documents) {
        Judged<D> judged = judge.on(documents);
        List<Duplicates.Prepared> prepared =
                duplicates == null
                        ? null
                        : judged.kept().stream().map(duplicates::prepare).toList();
        return new Cleaned<>(judged, prepared, documents.size());
    }

    private void take(Cleaned<D> cleaned) throws IOException {
        documentsIn += cleaned.documentsIn();
        bytesIn += cleaned.judged().bytesIn();
        for (int i = 0; i < reports.size(); i++) {
            reports.get(i).add(cleaned.judged().reports().get(i));
        }
        if (cleaned.prepared() == null) {
            for (Kept<D> kept : cleaned.judged().kept()) {
                handOn(kept.document(), kept.bytes());
            }
        } else {
            for (Duplicates.Prepared document : cleaned.prepared()) {
                duplicates.add(document);
            }
        }
    }

    private void handOn(D document, long bytes) throws IOException {
        documentsOut++;
        bytesOut += bytes;
        sink.accept(document);
    }
}
