package org.athanor.tokenizer.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** A document a line; the line's end ({@code \n} or {@code \r\n}) is not part of it. */
final class LineDocuments implements RawDocuments {

    private final SourceInput input;
    private final long maximumBytes;

    LineDocuments(SourceInput input, long maximumBytes) {
        this.input = input;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public RawDocument next() throws IOException {
        long offset = input.offset();
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int value = input.read();
        if (value < 0) {
            return null;
        }
        while (value >= 0 && value != '\n') {
            if (line.size() >= maximumBytes) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        "the line at byte %d of %s is longer than %d bytes: is it text with a document a line? Raise athanor.corpus.max-document-bytes if it is."
                                .formatted(offset, input.name(), maximumBytes));
            }
            line.write(value);
            value = input.read();
        }
        return new RawDocument(input.name(), offset, withoutReturn(line.toByteArray()));
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
