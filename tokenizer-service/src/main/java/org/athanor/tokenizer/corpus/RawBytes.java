package org.athanor.tokenizer.corpus;

/**
 * A stretch of a source.
 *
 * @param bytes not yet decoded
 * @param parser knows the format
 */
record RawBytes(Provenance provenance, Place place, byte[] bytes, DocumentParser parser)
        implements RawDocument {

    /** Bytes of a source of bytes. */
    RawBytes(Provenance provenance, byte[] bytes, DocumentParser parser) {
        this(provenance, Place.BYTE, bytes, parser);
    }

    @Override
    public boolean isBlank() {
        for (byte value : bytes) {
            if (value != ' ' && value != '\t' && value != '\r' && value != '\n') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String language() {
        return parser.language(bytes);
    }

    @Override
    public Document parse() throws UnusableDocumentException {
        return parser.parse(bytes);
    }
}
