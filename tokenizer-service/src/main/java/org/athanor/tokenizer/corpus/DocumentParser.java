package org.athanor.tokenizer.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Makes a document of a source's bytes: strict about UTF-8, since a model would learn the damage. */
final class DocumentParser {

    private final Format format;
    private final String column;

    /**
     * @param column of TSV, a number from 0, or the field of JSONL; null for the last column, and
     *     for the fields of the forms
     */
    DocumentParser(Format format, String column) {
        this.format = format;
        this.column = column;
    }

    Document parse(byte[] bytes) throws UnusableDocumentException {
        String text = text(bytes);
        return switch (format) {
            case JSONL -> DocumentJson.read(bytes, column);
            case TSV -> new Document.Text(cell(text));
            default -> new Document.Text(text);
        };
    }

    /** The language that the bytes themselves name, or null. */
    String language(byte[] bytes) {
        return format == Format.JSONL ? DocumentJson.language(bytes) : null;
    }

    /** The bytes as text. */
    static String text(byte[] bytes) throws UnusableDocumentException {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            throw new UnusableDocumentException(
                    SetAside.Reason.INVALID_UTF8,
                    "is not UTF-8 from its byte " + input.position() + " on");
        }
        if (text.indexOf('\0') >= 0) {
            throw new UnusableDocumentException(
                    SetAside.Reason.BINARY, "holds a zero byte: binary data, or UTF-16");
        }
        return text;
    }

    private String cell(String line) throws UnusableDocumentException {
        String[] cells = line.split("\t", -1);
        int index = column == null ? cells.length - 1 : ColumnNumber.of(column);
        if (index < 0 || index >= cells.length) {
            throw new UnusableDocumentException(
                    SetAside.Reason.MALFORMED,
                    "has no column " + column + ", only " + cells.length + " columns");
        }
        return cells[index];
    }
}
