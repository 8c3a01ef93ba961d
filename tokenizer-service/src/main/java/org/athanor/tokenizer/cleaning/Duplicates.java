package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.athanor.tokenizer.work.OrderedWork;
import org.athanor.transformer.dataset.ContentHash;

/**
 * Removes documents that repeat earlier ones. All documents go to disk first, with short records to
 * compare them by; once the last has come, the repeats are found, and the rest is read back in its
 * order.
 */
final class Duplicates<D> implements Closeable {

    private static final int BATCH_BYTES = 1 << 19;

    private final CleaningParameters parameters;
    private final DocumentView<D> view;
    private final Sampler sampler;
    private final int threads;
    private final MinHash minHash;
    private final Spool spool;
    private final ExactDuplicates exact;
    private final NearDuplicates near;

    Duplicates(
            CleaningParameters parameters,
            DocumentView<D> view,
            Sampler sampler,
            Path folder,
            long sortMemory,
            int threads)
            throws IOException {
        this.parameters = parameters;
        this.view = view;
        this.sampler = sampler;
        this.threads = threads;
        this.exact =
                parameters.exactDuplicates() == null
                        ? null
                        : new ExactDuplicates(folder, sortMemory);
        NearDuplicateParameters likeness = parameters.nearDuplicates();
        this.near =
                likeness == null
                        ? null
                        : new NearDuplicates(folder, sortMemory, likeness.threshold(), threads);
        this.minHash =
                likeness == null
                        ? null
                        : new MinHash(likeness.words(), likeness.bands(), likeness.rows());
        this.spool = new Spool(folder);
    }

    /** A document as it is written and compared; absent parts are null. */
    record Prepared(byte[] written, ContentHash hash, long[] keys) {}

    /** Any thread. */
    Prepared prepare(D document) {
        List<String> texts = view.texts(document);
        ContentHash hash =
                exact == null
                        ? null
                        : NormalisedContent.hash(texts, parameters.exactDuplicates().ignoreCase());
        long[] keys = near == null ? null : minHash.keys(new Content(texts).words());
        return new Prepared(view.write(document), hash, keys);
    }

    void add(Prepared document) throws IOException {
        long number = spool.add(document.written());
        if (exact != null) {
            exact.add(document.hash(), number);
        }
        if (near != null) {
            near.add(document.keys(), number);
        }
    }

    /** Hands on what repeats nothing, in its order; returns a report for each of the two steps. */
    List<StepReport> finish(Cleaner.Sink<D> sink, Runnable stillWanted) throws IOException {
        spool.seal();
        StepReport exactReport = new StepReport("exactDuplicates");
        StepReport nearReport = new StepReport("nearDuplicates");
        Marks copies = new Marks();
        if (exact != null) {
            exact.find(
                    (number, first) -> {
                        copies.add(number);
                        sample(number, first, "exactDuplicate", exactReport);
                    },
                    stillWanted);
        }
        Marks alike = new Marks();
        if (near != null) {
            near.find(
                    this::shingles,
                    copies,
                    alike,
                    (number, earlier) -> sample(number, earlier, "nearDuplicate", nearReport),
                    stillWanted);
        }
        new ReadBack(copies, alike, exactReport, nearReport).into(sink, stillWanted);
        List<StepReport> reports = new ArrayList<>();
        if (exact != null) {
            reports.add(exactReport);
        }
        if (near != null) {
            reports.add(nearReport);
        }
        return reports;
    }

    @Override
    public void close() throws IOException {
        try (spool;
                exact;
                near) {
            // Closed in turn, whatever one of them throws.
        }
    }

    private long[] shingles(long number) throws IOException {
        D document = view.read(spool.get(number));
        return Similarity.shingles(
                new Content(view.texts(document)).words(), parameters.nearDuplicates().words());
    }

    private void sample(long number, long earlier, String reason, StepReport report)
            throws IOException {
        if (report.wants(reason)) {
            D document = view.read(spool.get(number));
            sampler.sample(document, view.read(spool.get(earlier)), view, reason, 0, report);
        }
    }

    /** Reads the documents back and counts what goes. */
    private final class ReadBack {

        private final Marks copies;
        private final Marks alike;
        private final StepReport exactReport;
        private final StepReport nearReport;
        private long number;

        ReadBack(Marks copies, Marks alike, StepReport exactReport, StepReport nearReport) {
            this.copies = copies;
            this.alike = alike;
            this.exactReport = exactReport;
            this.nearReport = nearReport;
        }

        private record Read<D>(D document, long bytes) {}

        void into(Cleaner.Sink<D> sink, Runnable stillWanted) throws IOException {
            try (OrderedWork<List<byte[]>, List<Read<D>>> work =
                    new OrderedWork<>(
                            threads,
                            this::parse,
                            batch -> {
                                stillWanted.run();
                                for (Read<D> read : batch) {
                                    judge(read, sink);
                                }
                            })) {
                List<byte[]> batch = new ArrayList<>();
                int bytes = 0;
                for (long next = 0; next < spool.count(); next++) {
                    byte[] written = spool.get(next);
                    batch.add(written);
                    bytes += written.length;
                    if (bytes >= BATCH_BYTES) {
                        work.submit(batch);
                        batch = new ArrayList<>();
                        bytes = 0;
                    }
                }
                work.submit(batch);
                work.drain();
            }
        }

        private List<Read<D>> parse(List<byte[]> batch) {
            List<Read<D>> documents = new ArrayList<>(batch.size());
            for (byte[] written : batch) {
                D document = view.read(written);
                documents.add(new Read<>(document, Utf8.bytes(view.texts(document))));
            }
            return documents;
        }

        private void judge(Read<D> read, Cleaner.Sink<D> sink) throws IOException {
            long at = number++;
            if (copies.contains(at)) {
                exactReport.removed(read.bytes(), new Verdict.Removed("exactDuplicate", 0).found());
                return;
            }
            exactReport.kept(read.bytes(), Verdict.KEPT.found());
            if (alike.contains(at)) {
                nearReport.removed(read.bytes(), new Verdict.Removed("nearDuplicate", 0).found());
                return;
            }
            nearReport.kept(read.bytes(), Verdict.KEPT.found());
            sink.accept(read.document());
        }
    }
}
