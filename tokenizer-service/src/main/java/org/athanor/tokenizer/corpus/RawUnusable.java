package org.athanor.tokenizer.corpus;

/**
 * A document that its source could not give whole.
 *
 * @param why continues the sentence "the document at … "
 */
record RawUnusable(Provenance provenance, SetAside.Reason reason, String why)
        implements RawDocument {

    /** @param what it is, for example {@code line} */
    static RawUnusable tooLong(Provenance provenance, String what, long maximumBytes) {
        return new RawUnusable(
                provenance,
                SetAside.Reason.TOO_LONG,
                "is a %s of more than %d bytes: raise athanor.corpus.max-document-bytes if it should be so long"
                        .formatted(what, maximumBytes));
    }

    @Override
    public Place place() {
        return Place.BYTE;
    }

    @Override
    public boolean isBlank() {
        return false;
    }

    @Override
    public Document parse() throws UnusableDocumentException {
        throw new UnusableDocumentException(reason, why);
    }
}
