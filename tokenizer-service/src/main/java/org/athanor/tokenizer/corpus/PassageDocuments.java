package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.util.Arrays;

/**
 * Running text as documents of a bounded size, so that a book can be read in a stream and divided
 * between training and validation. A passage ends after the last blank line in its second half, else
 * after the last line, else before the last character that does not fit. Passages join to the text.
 */
final class PassageDocuments implements RawDocuments {

    private final SourceInput input;
    private final DocumentParser parser;
    private final byte[] buffer;
    private int filled;
    private long offset;

    PassageDocuments(SourceInput input, DocumentParser parser, int maximumBytes) {
        this.input = input;
        this.parser = parser;
        this.buffer = new byte[maximumBytes];
        this.offset = input.offset();
    }

    @Override
    public RawBytes next() throws IOException {
        filled += input.readNBytes(buffer, filled, buffer.length - filled);
        if (filled == 0) {
            return null;
        }
        int end = filled < buffer.length ? filled : cut();
        RawBytes passage =
                new RawBytes(
                        new Provenance(input.name(), offset),
                        Arrays.copyOfRange(buffer, 0, end),
                        parser);
        System.arraycopy(buffer, end, buffer, 0, filled - end);
        filled -= end;
        offset += end;
        return passage;
    }

    private int cut() {
        int half = buffer.length / 2;
        for (int end = buffer.length; end > half; end--) {
            if (buffer[end - 1] == '\n' && buffer[end - 2] == '\n') {
                return end;
            }
        }
        for (int end = buffer.length; end > half; end--) {
            if (buffer[end - 1] == '\n') {
                return end;
            }
        }
        int end = buffer.length;
        // A continuation byte (10xxxxxx) belongs to the character before it.
        for (int back = 0; back < 4; back++) {
            end--;
            if ((buffer[end] & 0xC0) != 0x80) {
                return end;
            }
        }
        return buffer.length;
    }
}
