package org.athanor.tokenizer.corpus;

/** What a provenance's offset counts. */
enum Place {
    /** Bytes of the unpacked source. */
    BYTE("the document at byte "),
    /** Records, in a source that has no bytes of its own. */
    RECORD("the record ");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    /** To begin a sentence with. */
    String of(Provenance provenance) {
        return words + provenance.offset() + " of " + provenance.source();
    }
}
