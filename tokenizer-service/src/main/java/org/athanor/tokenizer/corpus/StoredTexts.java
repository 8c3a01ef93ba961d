package org.athanor.tokenizer.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lines of {@code documents.jsonl} that hold plain text, as UTF-8 and without a string or a tree
 * in between: most of a piece's time beside the encoder's went there. It knows the lines as {@link
 * CorpusFile} writes them; any other line goes through {@link StoredLines}, which decides. One thread.
 */
public final class StoredTexts {

    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] SOURCE = ascii(",\"source\":\"");
    private static final byte[] OFFSET = ascii("\",\"offset\":");
    private static final byte[] LANGUAGE = ascii(",\"language\":\"");
    private static final byte[] TEXT = ascii(",\"text\":\"");
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int LONGEST_NUMBER = 18;

    /** Takes one document after the other. */
    public interface Sink {
        /**
         * @param text its first {@code length} bytes are the document's, until the next one
         * @param id counts the corpus' documents from 0
         */
        void accept(long id, Provenance provenance, byte[] text, int length) throws IOException;
    }

    private final Sink sink;
    private byte[] buffer = new byte[CHUNK_BYTES];
    private byte[] text = new byte[CHUNK_BYTES];
    private int textLength;

    /** Where the line is being read, or -1 when it is not as expected. */
    private int at;

    private int end;
    private byte[] sourceBytes = {};
    private String source = "";

    private StoredTexts(Sink sink) {
        this.sink = sink;
    }

    /**
     * Hands on every document of some whole lines, in their order.
     *
     * @throws org.athanor.kit.problem.AthanorException CORRUPT_ARTIFACT when they are not what a
     *     corpus holds
     */
    public static void read(InputStream lines, Sink sink) throws IOException {
        new StoredTexts(sink).readAll(lines);
    }

    private void readAll(InputStream lines) throws IOException {
        int filled = 0;
        while (true) {
            int count = lines.read(buffer, filled, buffer.length - filled);
            int start = 0;
            int searched = filled;
            filled += Math.max(0, count);
            int lineEnd = ByteScan.find(buffer, searched, filled, (byte) '\n');
            while (lineEnd < filled) {
                line(start, lineEnd);
                start = lineEnd + 1;
                lineEnd = ByteScan.find(buffer, start, filled, (byte) '\n');
            }
            if (count < 0) {
                if (start < filled) {
                    line(start, filled);
                }
                return;
            }
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.multiplyExact(2, filled));
            }
        }
    }

    private void line(int from, int to) throws IOException {
        at = from;
        end = to;
        expect(ID);
        long id = number();
        expect(SOURCE);
        int sourceStart = at;
        skipString();
        int sourceEnd = at;
        expect(OFFSET);
        long offset = number();
        skipLanguage();
        expect(TEXT);
        unescape();
        if (at >= 0 && at == end - 2 && buffer[at] == '"' && buffer[at + 1] == '}') {
            Provenance provenance = new Provenance(source(sourceStart, sourceEnd), offset);
            sink.accept(id, provenance, text, textLength);
        } else {
            StoredLines.read(new ByteArrayInputStream(buffer, from, to - from), this::acceptOther);
        }
    }

    private void acceptOther(long id, CorpusDocument document) throws IOException {
        byte[] utf8 = String.join("", document.texts()).getBytes(StandardCharsets.UTF_8);
        sink.accept(id, document.provenance(), utf8, utf8.length);
    }

    private void expect(byte[] token) {
        at = at >= 0 && startsWith(token) ? at + token.length : -1;
    }

    private boolean startsWith(byte[] token) {
        return end - at >= token.length
                && Arrays.equals(buffer, at, at + token.length, token, 0, token.length);
    }

    private long number() {
        long value = 0;
        int start = at;
        while (at >= 0 && at < end && buffer[at] >= '0' && buffer[at] <= '9') {
            value = 10 * value + buffer[at++] - '0';
            if (at - start > LONGEST_NUMBER) {
                at = -1;
            }
        }
        at = at == start ? -1 : at;
        return value;
    }

    /** Over the language, where the line names one: nothing that is learnt. */
    private void skipLanguage() {
        if (at >= 0 && startsWith(LANGUAGE)) {
            at += LANGUAGE.length;
            skipString();
            at = at >= 0 && at < end ? at + 1 : -1;
        }
    }

    /** To the closing quote; a string with escapes is left to others. */
    private void skipString() {
        while (at >= 0 && at < end && buffer[at] != '"') {
            at = buffer[at] == '\\' ? -1 : at + 1;
        }
    }

    /** Documents of one source follow each other. */
    private String source(int from, int to) {
        if (!Arrays.equals(buffer, from, to, sourceBytes, 0, sourceBytes.length)) {
            sourceBytes = Arrays.copyOfRange(buffer, from, to);
            source = new String(sourceBytes, StandardCharsets.UTF_8);
        }
        return source;
    }

    /** The text's bytes up to its closing quote, escapes resolved. */
    private void unescape() {
        textLength = 0;
        if (at < 0) {
            return;
        }
        if (text.length < end - at) {
            text = new byte[Math.max(end - at, 2 * text.length)];
        }
        int length = 0;
        int position = at;
        while (position < end) {
            int plain = ByteScan.find(buffer, position, end, (byte) '"', (byte) '\\') - position;
            System.arraycopy(buffer, position, text, length, plain);
            position += plain;
            length += plain;
            if (position == end) {
                break;
            }
            if (buffer[position] == '"') {
                textLength = length;
                at = position;
                return;
            }
            int escaped = position + 1 < end ? escape(position + 1) : -1;
            if (escaped < 0) {
                at = -1;
                return;
            }
            text[length++] = (byte) escaped;
            position += buffer[position + 1] == 'u' ? 6 : 2;
        }
        at = -1;
    }

    /** What the escape whose letter stands at the position means; -1 for what is not ASCII. */
    private int escape(int position) {
        return switch (buffer[position]) {
            case '"', '\\', '/' -> buffer[position];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(position + 1);
            default -> -1;
        };
    }

    private int unicode(int position) {
        if (end - position < 4) {
            return -1;
        }
        int value = 0;
        for (int i = position; i < position + 4; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value < 0x80 ? value : -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
