package org.athanor.tokenizer.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.tokenizer.cleaning.DocumentView;

/** Documents as cleaning sees them. */
final class CorpusDocumentView implements DocumentView<CorpusDocument> {

    @Override
    public String source(CorpusDocument document) {
        return document.provenance().source();
    }

    @Override
    public long offset(CorpusDocument document) {
        return document.provenance().offset();
    }

    @Override
    public List<String> texts(CorpusDocument document) {
        return document.texts();
    }

    @Override
    public CorpusDocument withTexts(CorpusDocument document, List<String> texts) {
        return new CorpusDocument(
                document.document().withTexts(texts), document.provenance(), document.language());
    }

    @Override
    public boolean isBlank(CorpusDocument document) {
        return document.document().isBlank();
    }

    @Override
    public byte[] write(CorpusDocument document) {
        return DocumentJson.write(0, document);
    }

    @Override
    public CorpusDocument read(byte[] written) {
        List<CorpusDocument> one = new ArrayList<>(1);
        try {
            StoredLines.read(new ByteArrayInputStream(written), (_, document) -> one.add(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return one.getFirst();
    }
}
