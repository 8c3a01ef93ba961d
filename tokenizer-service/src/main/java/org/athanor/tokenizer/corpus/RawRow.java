package org.athanor.tokenizer.corpus;

/**
 * A row of a table.
 *
 * @param columns which of its cells make the document
 */
record RawRow(Provenance provenance, Place place, Columns columns, Columns.Cells cells)
        implements RawDocument {

    @Override
    public boolean isBlank() {
        return false;
    }

    @Override
    public Document parse() throws UnusableDocumentException {
        return columns.document(cells);
    }
}
