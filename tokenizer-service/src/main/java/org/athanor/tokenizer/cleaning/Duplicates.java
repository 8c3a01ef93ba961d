package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes documents that repeat earlier ones, of those that come or of the corpus that they are added
 * to. All that come go to disk first, with short records to compare them by; once the last has come,
 * the repeats are found, and the rest is read back in its order.
 *
 * <p>Documents are numbered: first those of the corpus that is extended, which stay where and as they
 * are, then those that come.
 */
final class Duplicates<D> implements Closeable {

    private final CleaningParameters parameters;
    private final DocumentView<D> view;
    private final Sampler sampler;
    private final Runnable stillWanted;
    private final int threads;
    private final Fingerprints fingerprints;
    private final PresentDocuments<D> present;
    private final Spool spool;
    private final KeptFingerprints kept;
    private final ExactDuplicates exact;
    private final NearDuplicates near;
    private long numbered;

    Duplicates(
            CleaningParameters parameters,
            DocumentView<D> view,
            Extended extended,
            Sampler sampler,
            Path folder,
            long sortMemory,
            Runnable stillWanted,
            int threads)
            throws IOException {
        this.parameters = parameters;
        this.view = view;
        this.sampler = sampler;
        this.stillWanted = stillWanted;
        this.threads = threads;
        FingerprintKind kind = FingerprintKind.of(parameters);
        this.fingerprints = new Fingerprints(kind);
        this.present = new PresentDocuments<>(extended, view, folder);
        this.spool = new Spool(folder);
        this.kept = new KeptFingerprints(kind, folder, extended.added());
        this.exact = kind.exact() ? new ExactDuplicates(folder, sortMemory) : null;
        this.near =
                kind.near()
                        ? new NearDuplicates(
                                folder,
                                sortMemory,
                                parameters.nearDuplicates().threshold(),
                                present.count(),
                                threads)
                        : null;
    }

    /** A document as it is written and compared. */
    record Prepared(byte[] written, long[] fingerprint) {}

    /** Any thread. */
    Prepared prepare(Judge.Kept<D> kept) {
        return new Prepared(view.write(kept.document()), fingerprints.of(kept.content()));
    }

    void add(Prepared document) throws IOException {
        if (spool.count() == 0) {
            present.forEach(fingerprints, threads, this::number, stillWanted);
        }
        spool.add(document.written());
        kept.add(document.fingerprint());
        number(document.fingerprint());
    }

    /** Documents of the corpus that is extended. */
    long presentDocuments() {
        return present.count();
    }

    /** Takes the documents that repeat nothing. */
    interface Sink<D> {
        /** @param bytes of the document's texts in UTF-8 */
        void accept(D document, long bytes) throws IOException;
    }

    /** Hands on what repeats nothing, in its order; returns a report for each of the two steps. */
    List<StepReport> finish(Sink<D> sink) throws IOException {
        spool.seal();
        kept.seal();
        List<Found> steps = new ArrayList<>();
        Marks gone = new Marks();
        if (exact != null) {
            Found copies = new Found("exactDuplicates", "exactDuplicate");
            exact.find(copies, stillWanted);
            gone = copies.repeats.all();
            steps.add(copies);
        }
        if (near != null) {
            Found alike = new Found("nearDuplicates", "nearDuplicate");
            near.find(this::shingles, gone, alike.repeats.all(), alike, stillWanted);
            steps.add(alike);
        }
        new ReadBack<>(spool, view, threads).into(read -> judge(read, steps, sink), stillWanted);
        return steps.stream().map(step -> step.report).toList();
    }

    @Override
    public void close() throws IOException {
        try (present;
                spool;
                kept;
                exact;
                near) {
            // Closed in turn, whatever one of them throws.
        }
    }

    private void number(long[] fingerprint) throws IOException {
        long number = numbered++;
        if (exact != null) {
            exact.add(fingerprint[0], fingerprint[1], number);
        }
        if (near != null) {
            near.add(fingerprint, fingerprints.kind().keysAt(), number);
        }
    }

    private void judge(ReadBack.Read<D> read, List<Found> steps, Sink<D> sink) throws IOException {
        long number = present.count() + read.number();
        for (Found step : steps) {
            if (step.repeats.contains(number)) {
                step.report.removed(read.bytes(), step.repeats.found(number));
                kept.next(false);
                return;
            }
            step.report.kept(read.bytes(), Verdict.KEPT.found());
        }
        kept.next(true);
        sink.accept(read.document(), read.bytes());
    }

    private D document(long number) throws IOException {
        return number < present.count()
                ? present.get(number)
                : view.read(spool.get(number - present.count()));
    }

    private long[] shingles(long number) throws IOException {
        return Similarity.shingles(
                new Content(view.texts(document(number))).words(),
                parameters.nearDuplicates().words());
    }

    /** What one of the steps finds. */
    private final class Found implements RepeatSink {
        private final Repeats repeats;
        private final StepReport report;

        Found(String step, String reason) {
            this.repeats = new Repeats(reason, present.count());
            this.report = new StepReport(step);
        }

        @Override
        public void accept(long number, long earlier) throws IOException {
            repeats.add(number, earlier);
            String reason = repeats.reason(number);
            if (number >= present.count() && report.wants(reason)) {
                sampler.sample(document(number), document(earlier), view, reason, 0, report);
            }
        }
    }
}
