package org.athanor.tokenizer.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Makes a document of a source's bytes: strict about UTF-8, since a model would learn the damage. */
final class DocumentParser {

    private final Format format;
    private final Integer column;

    /** @param column of TSV, counted from 0; null for the last one */
    DocumentParser(Format format, Integer column) {
        this.format = format;
        this.column = column;
    }

    Document parse(RawDocument raw) throws UnusableDocumentException {
        String text = decode(raw.bytes());
        if (text.indexOf('\0') >= 0) {
            throw new UnusableDocumentException(
                    SetAside.Reason.BINARY, "holds a zero byte: binary data, or UTF-16");
        }
        return switch (format) {
            case JSONL -> DocumentJson.read(raw.bytes());
            case TSV -> new Document.Text(cell(text));
            default -> new Document.Text(text);
        };
    }

    private static String decode(byte[] bytes) throws UnusableDocumentException {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            throw new UnusableDocumentException(
                    SetAside.Reason.INVALID_UTF8,
                    "is not UTF-8 from its byte " + input.position() + " on");
        }
    }

    private String cell(String line) throws UnusableDocumentException {
        String[] cells = line.split("\t", -1);
        int index = column == null ? cells.length - 1 : column;
        if (index >= cells.length) {
            throw new UnusableDocumentException(
                    SetAside.Reason.MALFORMED,
                    "has no column " + index + ", only " + cells.length + " columns");
        }
        return cells[index];
    }
}
