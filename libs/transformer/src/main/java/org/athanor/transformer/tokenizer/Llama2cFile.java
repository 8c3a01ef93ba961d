package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A vocabulary as llama2.c keeps it, little-endian: the longest token's length (i32), then for each
 * id the score (f32), the length (i32) and the bytes of its text. There is no count: the file ends.
 */
final class Llama2cFile {

    /** llama2.c's own name for the file beside a model. */
    static final String FILE_NAME = "tokenizer.bin";

    private static final long LARGEST = 16L << 20;
    private static final int LONGEST_TOKEN = 128;
    private static final int ENTRY = Float.BYTES + Integer.BYTES;

    private final Path file;
    private final ByteBuffer in;
    private int id;

    private Llama2cFile(Path file, byte[] bytes) {
        this.file = file;
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ScoredVocabulary read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new TokenizerFormatException(
                    file, size + " bytes, more than the " + LARGEST + " that are read");
        }
        return new Llama2cFile(file, Files.readAllBytes(file)).vocabulary();
    }

    private ScoredVocabulary vocabulary() throws TokenizerFormatException {
        int longest = in.remaining() < Integer.BYTES ? 0 : in.getInt();
        if (longest < 1 || longest > LONGEST_TOKEN) {
            throw new TokenizerFormatException(
                    file,
                    "max_token_length must be between 1 and "
                            + LONGEST_TOKEN
                            + ", was "
                            + longest
                            + ": this is no llama2.c vocabulary");
        }
        readFixedTokens();
        List<byte[]> pieces = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        while (in.hasRemaining()) {
            scores.add(score());
            pieces.add(piece(longest));
            id++;
        }
        float[] flat = new float[scores.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = scores.get(i);
        }
        return ScoredVocabulary.of(pieces, flat);
    }

    /** The three special tokens, which llama2.c writes between line feeds, and the 256 bytes. */
    private void readFixedTokens() throws TokenizerFormatException {
        for (String text : List.of("<unk>", "<s>", "</s>")) {
            expect(text);
        }
        for (int value = 0; value < 256; value++) {
            expect(ScoredVocabulary.byteText(value));
        }
    }

    private void expect(String text) throws TokenizerFormatException {
        score();
        String found = text(bytes(LONGEST_TOKEN));
        if (!found.strip().equals(text)) {
            throw malformed("must be " + text + ", was '" + found + "'");
        }
        id++;
    }

    private float score() throws TokenizerFormatException {
        if (in.remaining() < ENTRY) {
            throw malformed("is cut off: " + in.remaining() + " bytes are left");
        }
        float score = in.getFloat();
        if (!Float.isFinite(score)) {
            throw malformed("has score " + score);
        }
        return score;
    }

    private byte[] piece(int longest) throws TokenizerFormatException {
        byte[] piece = bytes(longest);
        if (piece.length == 0) {
            throw malformed("is empty");
        }
        text(piece);
        return piece;
    }

    private byte[] bytes(int longest) throws TokenizerFormatException {
        int length = in.getInt();
        if (length < 0 || length > longest || length > in.remaining()) {
            throw malformed(
                    "has length %d; at most %d was announced and %d bytes are left"
                            .formatted(length, longest, in.remaining()));
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(byte[] bytes) throws TokenizerFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerFormatException(file, "token " + id + " is not UTF-8", e);
        }
    }

    private TokenizerFormatException malformed(String reason) {
        return new TokenizerFormatException(file, "token " + id + " " + reason);
    }

    static void write(ScoredVocabulary vocabulary, Path file) throws IOException {
        List<byte[]> texts = new ArrayList<>(vocabulary.size());
        for (TokenTable.Entry entry : vocabulary.entries()) {
            boolean control = entry.kind() == TokenTable.Kind.CONTROL;
            texts.add(
                    (control ? "\n" + entry.text() + "\n" : entry.text())
                            .getBytes(StandardCharsets.UTF_8));
        }
        int size = Integer.BYTES + texts.stream().mapToInt(text -> ENTRY + text.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(texts.stream().mapToInt(text -> text.length).max().orElseThrow());
        for (int id = 0; id < texts.size(); id++) {
            out.putFloat(vocabulary.scores()[id]).putInt(texts.get(id).length).put(texts.get(id));
        }
        Files.write(file, out.array());
    }
}
