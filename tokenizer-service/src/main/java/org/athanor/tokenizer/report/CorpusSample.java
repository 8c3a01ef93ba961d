package org.athanor.tokenizer.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.tokenizer.corpus.CorpusDocuments;

/**
 * A part of a corpus of bounded size, in pieces spread evenly over it: the same for the same corpus,
 * and without reading the rest.
 */
final class CorpusSample {

    private static final int PIECES = 32;

    private final CorpusDocuments corpus;
    private final long bytes;

    CorpusSample(CorpusDocuments corpus, long bytes) {
        this.corpus = corpus;
        this.bytes = bytes;
    }

    /** Works on the documents of the sample; results arrive in the documents' order. */
    <R> void forEachBatch(CorpusDocuments.Work<R> work, CorpusDocuments.Results<R> results)
            throws IOException {
        corpus.forEachBatch(ranges(), work, results);
    }

    private List<CorpusDocuments.Range> ranges() throws IOException {
        List<CorpusDocuments.Range> all = corpus.ranges(Math.max(1, bytes / PIECES));
        if (all.size() <= PIECES) {
            return all;
        }
        List<CorpusDocuments.Range> chosen = new ArrayList<>(PIECES);
        for (int i = 0; i < PIECES; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / PIECES)));
        }
        return chosen;
    }
}
