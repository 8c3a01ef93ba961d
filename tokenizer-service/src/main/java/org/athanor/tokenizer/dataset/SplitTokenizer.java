package org.athanor.tokenizer.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Encodes one piece of a corpus. What comes out is a checkpoint of the dataset it is a piece of:
 * shards like a dataset's, without the tokenizer.
 */
@ApplicationScoped
class SplitTokenizer {

    private final ArtifactStore artifacts;

    SplitTokenizer(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    ArtifactId tokenize(SplitRequested split) throws IOException {
        Artifact corpus = artifacts.open(split.corpus(), ArtifactKind.CORPUS);
        Tokenizer tokenizer =
                Tokenizer.load(
                        artifacts.open(split.tokenizer(), ArtifactKind.TOKENIZER).directory());
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.CHECKPOINT)) {
            Map<String, Object> configuration =
                    new TreeMap<>(write(split, new CorpusDocuments(corpus), tokenizer, draft));
            configuration.put("validationShare", split.validationShare());
            configuration.put("seed", split.seed());
            configuration.put("corpusOffset", split.offset());
            configuration.put("corpusBytes", split.length());
            return artifacts
                    .publish(
                            draft,
                            List.of(split.corpus(), split.tokenizer()),
                            configuration,
                            split.runId())
                    .id();
        }
    }

    private static Map<String, Object> write(
            SplitRequested split, CorpusDocuments corpus, Tokenizer tokenizer, ArtifactDraft draft)
            throws IOException {
        boolean masked = corpus.form() != Form.TEXT;
        int vocabulary = tokenizer.vocabularySize();
        DocumentEncoder encoder =
                new DocumentEncoder(
                        tokenizer, new DocumentSplit(split.validationShare(), split.seed()));
        try (var train = new SplitWriter(draft.directory(), "train", vocabulary, masked);
                var validation =
                        new SplitWriter(draft.directory(), "validation", vocabulary, masked)) {
            corpus.forEachBatch(
                    new CorpusDocuments.Range(split.offset(), split.length()),
                    encoder::encode,
                    (batch, count) -> {
                        for (EncodedDocument document : batch) {
                            (document.validation() ? validation : train).write(document);
                        }
                    });
            Map<String, Object> figures = new TreeMap<>();
            train.describe(figures, masked);
            validation.describe(figures, masked);
            return figures;
        }
    }
}
