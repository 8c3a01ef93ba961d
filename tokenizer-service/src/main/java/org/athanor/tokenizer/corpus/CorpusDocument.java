package org.athanor.tokenizer.corpus;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A document and where it came from: a line of {@code documents.jsonl}.
 *
 * @param document what is learnt from
 * @param provenance no part of what is learnt
 * @param language as its source says, for reports; null where it says nothing
 */
public record CorpusDocument(Document document, Provenance provenance, String language) {

    public CorpusDocument {
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(provenance, "provenance");
    }

    /** A document whose source does not say its language. */
    public CorpusDocument(Document document, Provenance provenance) {
        this(document, provenance, null);
    }

    /** The parts of the document that hold text, in their order. */
    public List<String> texts() {
        return document.texts();
    }

    /** What its source says, or else what its words tell; {@code und} when neither does. */
    public String saidOrToldLanguage() {
        return Optional.ofNullable(language)
                .orElseGet(() -> Languages.of(String.join(" ", texts())));
    }
}
