package org.athanor.tokenizer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.run.RunContext;
import org.athanor.tokenizer.corpus.CorpusDocument;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.transformer.tokenizer.NormalForm;
import org.athanor.transformer.tokenizer.training.BpeOptions;
import org.athanor.transformer.tokenizer.training.BpeTraining;
import org.athanor.transformer.tokenizer.training.LearntMerges;
import org.athanor.transformer.tokenizer.training.TrainingListener;

/** One run's training: its progress is reported, and it stops when the run does. */
final class CorpusTraining {

    private final CorpusDocuments corpus;
    private final NormalForm form;
    private final BpeOptions options;
    private final RunContext context;
    private final CountingRate rate;

    CorpusTraining(
            CorpusDocuments corpus, NormalForm form, BpeOptions options, RunContext context) {
        this.corpus = corpus;
        this.form = form;
        this.options = options;
        this.context = context;
        this.rate = new CountingRate(context);
    }

    LearntMerges learn(int wanted) throws IOException {
        try (BpeTraining training = new BpeTraining(options)) {
            count(training);
            return training.learn(wanted, listener(wanted));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Megabytes of text a second, from the first document to now. */
    double megabytesPerSecond() {
        return rate.sinceStart();
    }

    private void count(BpeTraining training) throws IOException {
        long[] counted = new long[1];
        corpus.forEachBatch(
                batch -> countBatch(training, batch),
                (bytes, documents) -> {
                    context.ensureActive();
                    counted[0] += documents;
                    rate.counted(bytes, counted[0]);
                    context.progress(counted[0], corpus.documents(), "documents");
                });
    }

    private long countBatch(BpeTraining training, List<CorpusDocument> batch) {
        List<byte[]> texts = new ArrayList<>();
        long bytes = 0;
        for (CorpusDocument document : batch) {
            for (String text : document.texts()) {
                byte[] utf8 = form.of(text).getBytes(StandardCharsets.UTF_8);
                texts.add(utf8);
                bytes += utf8.length;
            }
        }
        try {
            training.add(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    private TrainingListener listener(int wanted) {
        return new TrainingListener() {
            @Override
            public void merged(int merges) {
                context.ensureActive();
                context.progress(merges, wanted, "merges");
            }

            @Override
            public void working() {
                context.ensureActive();
            }
        };
    }
}
