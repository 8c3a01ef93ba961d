package org.athanor.tokenizer.cleaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.tokenizer.work.OrderedWork;

/** Reads documents back from where they were put on disk, on all cores, in their order. */
final class ReadBack<D> {

    private static final int BATCH_BYTES = 1 << 19;

    private final Spool spool;
    private final DocumentView<D> view;
    private final int threads;

    ReadBack(Spool spool, DocumentView<D> view, int threads) {
        this.spool = spool;
        this.view = view;
        this.threads = threads;
    }

    /**
     * A document again.
     *
     * @param number in the spool
     * @param bytes of its texts in UTF-8
     */
    record Read<D>(long number, D document, long bytes) {}

    /** Takes documents on the caller's thread. */
    interface Sink<D> {
        void accept(Read<D> read) throws IOException;
    }

    private record Written(long number, byte[] document) {}

    void into(Sink<D> sink, Runnable stillWanted) throws IOException {
        try (OrderedWork<List<Written>, List<Read<D>>> work =
                new OrderedWork<>(
                        threads,
                        this::parse,
                        batch -> {
                            stillWanted.run();
                            for (Read<D> read : batch) {
                                sink.accept(read);
                            }
                        })) {
            List<Written> batch = new ArrayList<>();
            int bytes = 0;
            for (long next = 0; next < spool.count(); next++) {
                byte[] written = spool.get(next);
                batch.add(new Written(next, written));
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

    private List<Read<D>> parse(List<Written> batch) {
        List<Read<D>> documents = new ArrayList<>(batch.size());
        for (Written written : batch) {
            D document = view.read(written.document());
            documents.add(new Read<>(written.number(), document, Utf8.bytes(view.texts(document))));
        }
        return documents;
    }
}
