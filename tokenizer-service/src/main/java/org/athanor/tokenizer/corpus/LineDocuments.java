package org.athanor.tokenizer.corpus;

import java.io.IOException;

/** A document a line. A line that is too long is passed over and never held. */
final class LineDocuments implements RawDocuments {

    private final SourceInput input;
    private final LineReader lines;
    private final DocumentParser parser;
    private final long maximumBytes;

    LineDocuments(SourceInput input, DocumentParser parser, long maximumBytes) {
        this.input = input;
        this.lines = new LineReader(input, maximumBytes);
        this.parser = parser;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public RawDocument next() throws IOException {
        LineReader.Line line = lines.next();
        if (line == null) {
            return null;
        }
        Provenance provenance = new Provenance(input.name(), line.offset());
        return line.whole()
                ? new RawBytes(provenance, line.bytes(), parser)
                : RawUnusable.tooLong(provenance, "line", maximumBytes);
    }
}
