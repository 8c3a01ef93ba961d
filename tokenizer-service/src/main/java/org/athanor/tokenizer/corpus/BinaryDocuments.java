package org.athanor.tokenizer.corpus;

/** A picture among the texts: one document that cannot be used, and not one for each passage. */
final class BinaryDocuments implements RawDocuments {

    private RawDocument only;

    BinaryDocuments(SourceInput input) {
        only =
                new RawUnusable(
                        new Provenance(input.name(), input.offset()),
                        SetAside.Reason.BINARY,
                        "begins with a zero byte among its first: binary data, or UTF-16");
    }

    @Override
    public RawDocument next() {
        RawDocument next = only;
        only = null;
        return next;
    }
}
