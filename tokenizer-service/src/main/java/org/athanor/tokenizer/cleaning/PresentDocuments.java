package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.athanor.tokenizer.work.OrderedWork;

/**
 * The documents of the corpus that is extended, read where they lie. Fingerprints are taken from the
 * files that have them, and made of the documents where none has.
 */
final class PresentDocuments<D> implements Closeable {

    private static final int BATCH = 256;

    private final List<Extended.Part> parts;
    private final DocumentView<D> view;
    private final NumberedLines lines;

    PresentDocuments(Extended extended, DocumentView<D> view, Path folder) throws IOException {
        this.parts = extended.parts();
        this.view = view;
        this.lines = new NumberedLines(parts.stream().map(Extended.Part::lines).toList(), folder);
    }

    /** Takes fingerprints in the documents' order. */
    interface Sink {
        void accept(long[] fingerprint) throws IOException;
    }

    long count() {
        return lines.count();
    }

    /** Any thread. */
    D get(long number) throws IOException {
        return view.read(lines.get(number));
    }

    /** Hands on the fingerprints of all documents. */
    void forEach(Fingerprints fingerprints, int threads, Sink sink, Runnable stillWanted)
            throws IOException {
        for (int part = 0; part < parts.size(); part++) {
            Optional<FingerprintReader> held = held(part, fingerprints.kind());
            if (held.isEmpty()) {
                compute(part, fingerprints, threads, sink, stillWanted);
                continue;
            }
            try (FingerprintReader reader = held.get()) {
                stillWanted.run();
                for (long[] next = reader.next(); next != null; next = reader.next()) {
                    sink.accept(next);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Optional<FingerprintReader> held(int part, FingerprintKind kind) throws IOException {
        Path file = parts.get(part).fingerprints();
        long documents = lines.first(part + 1) - lines.first(part);
        return file == null ? Optional.empty() : FingerprintReader.open(file, kind, documents);
    }

    private void compute(
            int part, Fingerprints fingerprints, int threads, Sink sink, Runnable stillWanted)
            throws IOException {
        Path file = parts.get(part).computed();
        try (FingerprintWriter kept =
                        file == null ? null : new FingerprintWriter(file, fingerprints.kind());
                OrderedWork<Long, List<long[]>> work =
                        new OrderedWork<>(
                                threads,
                                first -> of(first, lines.first(part + 1), fingerprints),
                                batch -> {
                                    stillWanted.run();
                                    for (long[] fingerprint : batch) {
                                        sink.accept(fingerprint);
                                        if (kept != null) {
                                            kept.write(fingerprint);
                                        }
                                    }
                                })) {
            for (long at = lines.first(part); at < lines.first(part + 1); at += BATCH) {
                work.submit(at);
            }
            work.drain();
        }
    }

    private List<long[]> of(long first, long end, Fingerprints fingerprints) throws IOException {
        List<long[]> batch = new ArrayList<>(BATCH);
        for (long number = first; number < Math.min(end, first + BATCH); number++) {
            batch.add(fingerprints.of(new Content(view.texts(get(number)))));
        }
        return batch;
    }
}
