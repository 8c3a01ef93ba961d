package org.athanor.tokenizer.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.tokenizer.codec.Tokenizers;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.tokenizer.corpus.Provenance;
import org.athanor.tokenizer.corpus.StoredLines;
import org.athanor.tokenizer.corpus.StoredTexts;
import org.athanor.tokenizer.dataset.SplitRequests.Answer;
import org.athanor.transformer.dataset.DocumentOrigin;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.tokenizer.Encoder;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Encodes one piece of a corpus, on the calling thread. What comes out is a checkpoint of the dataset
 * it is a piece of: shards like a dataset's, without the tokenizer. A piece whose bytes an earlier
 * dataset of the same recipe holds is only looked up.
 */
@ApplicationScoped
class PieceTokenizer {

    private final ArtifactStore artifacts;
    private final Tokenizers tokenizers;
    private final PieceMemory memory;
    private final ThreadLocal<Warm> warm = new ThreadLocal<>();

    /** A thread's encoder, which the pieces before have taught the words of its text. */
    private record Warm(Tokenizer tokenizer, Encoder encoder) {}

    PieceTokenizer(ArtifactStore artifacts, Tokenizers tokenizers, PieceMemory memory) {
        this.artifacts = artifacts;
        this.tokenizers = tokenizers;
        this.memory = memory;
    }

    /** A part of the corpus is read, which the run that asked has verified: whole, and once. */
    Answer.Tokens tokenize(SplitRequested split) throws IOException {
        CorpusDocuments corpus =
                new CorpusDocuments(artifacts.glance(split.corpus(), ArtifactKind.CORPUS));
        CorpusDocuments.Range range = new CorpusDocuments.Range(split.offset(), split.length());
        String key;
        try (InputStream lines = corpus.lines(range)) {
            key = PieceKey.of(lines, split);
        }
        Optional<PieceTokens> known = known(key);
        if (known.isPresent()) {
            return new Answer.Tokens(known.get(), key, true);
        }
        try (InputStream lines = corpus.lines(range)) { // still in the system's memory
            return new Answer.Tokens(encode(split, lines, corpus.form()), key, false);
        }
    }

    private Optional<PieceTokens> known(String key) {
        Optional<PieceTokens> remembered = memory.find(key);
        if (remembered.isPresent() && !remembered.get().isIn(artifacts)) {
            memory.forget(remembered.get().artifact());
            return Optional.empty();
        }
        return remembered;
    }

    private PieceTokens encode(SplitRequested split, InputStream lines, Form form)
            throws IOException {
        Tokenizer tokenizer = tokenizers.get(split.tokenizer());
        try (ArtifactDraft draft = artifacts.repeatableDraft(ArtifactKind.CHECKPOINT)) {
            ShardLayout layout = ShardLayout.indexed(tokenizer.vocabularySize(), form != Form.TEXT);
            Map<String, Object> configuration = new TreeMap<>();
            PieceSide train;
            PieceSide validation;
            try (var trainWriter = new SplitWriter(draft.directory(), SplitWriter.TRAIN, layout);
                    var validationWriter =
                            new SplitWriter(draft.directory(), SplitWriter.VALIDATION, layout)) {
                write(lines, form, encoder(split, tokenizer, form), trainWriter, validationWriter);
                trainWriter.describe(configuration);
                validationWriter.describe(configuration);
                train = trainWriter.side();
                validation = validationWriter.side();
            }
            configuration.put("validationShare", split.validationShare());
            configuration.put("seed", split.seed());
            configuration.put("corpusOffset", split.offset());
            configuration.put("corpusBytes", split.length());
            ArtifactId id =
                    artifacts
                            .publish(
                                    draft,
                                    List.of(split.corpus(), split.tokenizer()),
                                    configuration,
                                    split.runId())
                            .id();
            return new PieceTokens(id, train, validation);
        }
    }

    private DocumentEncoder encoder(SplitRequested split, Tokenizer tokenizer, Form form) {
        Warm mine = warm.get();
        if (mine == null || mine.tokenizer() != tokenizer) {
            mine = new Warm(tokenizer, tokenizer.encoder());
            warm.set(mine);
        }
        DocumentSplit division = new DocumentSplit(split.validationShare(), split.seed());
        return new DocumentEncoder(tokenizer, mine.encoder(), division, form);
    }

    private static void write(
            InputStream lines,
            Form form,
            DocumentEncoder encoder,
            SplitWriter train,
            SplitWriter validation)
            throws IOException {
        if (form == Form.TEXT) {
            StoredTexts.read(
                    lines,
                    (id, provenance, text, length) ->
                            write(id, provenance, encoder.encode(text, length), train, validation));
        } else {
            StoredLines.read(
                    lines,
                    (id, document) ->
                            write(
                                    id,
                                    document.provenance(),
                                    encoder.encode(document.document()),
                                    train,
                                    validation));
        }
    }

    private static void write(
            long id,
            Provenance provenance,
            EncodedDocument encoded,
            SplitWriter train,
            SplitWriter validation)
            throws IOException {
        DocumentOrigin origin =
                new DocumentOrigin(id, provenance.source(), provenance.offset(), encoded.hash());
        (encoded.validation() ? validation : train).write(encoded, origin);
    }
}
