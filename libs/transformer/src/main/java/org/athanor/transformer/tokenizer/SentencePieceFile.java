package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * {@code tokenizer.model}, SentencePiece's own file: a message of protobuf with the pieces, their scores
 * and kinds, and how the model was trained (sentencepiece_model.proto of arXiv:1808.06226). Unigram, and
 * BPE that rewrites texts by a character map, go to Hugging Face's library. Pieces of BPE join in the
 * order that Hugging Face's conversion gives their scores, so that both files of a model give the same
 * ids.
 */
final class SentencePieceFile {

    static final String FILE_NAME = "tokenizer.model";

    private static final long LARGEST = 64L << 20;
    private static final int MOST_PIECES = 1 << 21;

    private static final int UNIGRAM = 1;
    private static final int BPE = 2;

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    /** One token as the file has it. */
    record Piece(String text, float score, int type) {

        boolean isAdded() {
            return type == UNKNOWN || isSpecial() || type == USER_DEFINED;
        }

        boolean isUnknown() {
            return type == UNKNOWN;
        }

        boolean isSpecial() {
            return type == UNKNOWN || type == CONTROL;
        }
    }

    private final Path file;
    private final List<Piece> pieces = new ArrayList<>();
    private int modelType = UNIGRAM;
    private boolean fallsToBytes;
    private boolean spacesAtEnds;
    private int begin = 1;
    private byte[] characterMap = new byte[0];
    private boolean addsPrefix = true;
    private boolean removesSpaces = true;
    private boolean escapesSpaces = true;

    private SentencePieceFile(Path file) {
        this.file = file;
    }

    /** @param beginsTexts whether a text gets the begin token, if the model has one */
    static FramedTokens read(Path file, boolean beginsTexts) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new TokenizerFormatException(
                    file, size + " bytes, more than the " + LARGEST + " that are read");
        }
        SentencePieceFile model = new SentencePieceFile(file);
        model.readModel(
                new ProtobufReader(file, "ModelProto", ByteBuffer.wrap(Files.readAllBytes(file))));
        return model.tokens(beginsTexts);
    }

    private void readModel(ProtobufReader in) throws TokenizerFormatException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> readPiece(in.message("SentencePiece"));
                case 2 -> readTrainer(in.message("TrainerSpec"));
                case 3 -> readNormalizer(in.message("NormalizerSpec"));
                default -> in.passOver();
            }
        }
    }

    private void readPiece(ProtobufReader in) throws TokenizerFormatException {
        if (pieces.size() == MOST_PIECES) {
            throw malformed("has more than %d pieces".formatted(MOST_PIECES));
        }
        String text = "";
        float score = 0;
        int type = NORMAL;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> text = in.text();
                case 2 -> score = in.real();
                case 3 -> type = in.number();
                default -> in.passOver();
            }
        }
        if (text.isEmpty() || !Float.isFinite(score)) {
            throw malformed("has piece %d '%s' of score %s".formatted(pieces.size(), text, score));
        }
        pieces.add(new Piece(text, score, type));
    }

    private void readTrainer(ProtobufReader in) throws TokenizerFormatException {
        while (in.next()) {
            switch (in.field()) {
                case 3 -> modelType = in.number();
                case 24 -> spacesAtEnds = in.number() != 0;
                case 35 -> fallsToBytes = in.number() != 0;
                case 41 -> begin = in.number();
                default -> in.passOver();
            }
        }
    }

    private void readNormalizer(ProtobufReader in) throws TokenizerFormatException {
        while (in.next()) {
            switch (in.field()) {
                case 2 -> characterMap = in.copy();
                case 3 -> addsPrefix = in.number() != 0;
                case 4 -> removesSpaces = in.number() != 0;
                case 5 -> escapesSpaces = in.number() != 0;
                default -> in.passOver();
            }
        }
    }

    private FramedTokens tokens(boolean beginsTexts) throws TokenizerFormatException {
        if (pieces.isEmpty()) {
            throw malformed("has no pieces: this is no SentencePiece model");
        }
        if (modelType != UNIGRAM && modelType != BPE) {
            throw malformed("is of type %d, Unigram and BPE are supported".formatted(modelType));
        }
        if (spacesAtEnds || !escapesSpaces) {
            throw malformed(
                    "has %s, which is not supported"
                            .formatted(
                                    spacesAtEnds
                                            ? "treat_whitespace_as_suffix"
                                            : "no escape_whitespaces"));
        }
        SentencePieceJson json = new SentencePieceJson(characterMap, addsPrefix, removesSpaces);
        if (modelType == UNIGRAM) {
            return new LibraryJsonReader(file, json.unigram(pieces, fallsToBytes)).read();
        }
        ScoredVocabulary vocabulary = joined();
        FramedTokens read =
                json.isIdentity()
                        ? new FramedTokens(vocabulary, TextFrame.NONE)
                        : new LibraryJsonReader(file, json.joined(vocabulary)).read();
        boolean begins =
                beginsTexts
                        && begin >= 0
                        && begin < pieces.size()
                        && pieces.get(begin).type() == CONTROL;
        return begins ? new FramedTokens(read.tokens(), read.frame().withBegin(begin)) : read;
    }

    private ScoredVocabulary joined() throws TokenizerFormatException {
        SequencedMap<String, Integer> added = new LinkedHashMap<>();
        Set<String> special = new LinkedHashSet<>();
        byte[][] tokens = new byte[pieces.size()][];
        float[] scores = new float[pieces.size()];
        int[] bytes = fallsToBytes ? new int[256] : null;
        if (bytes != null) {
            Arrays.fill(bytes, -1);
        }
        int unknown = -1;
        Map<String, Integer> texts = HashMap.newHashMap(pieces.size());
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            if (texts.put(piece.text(), id) != null) {
                throw malformed("has the piece '%s' twice".formatted(piece.text()));
            }
            scores[id] = piece.score();
            switch (piece.type()) {
                case NORMAL -> tokens[id] = bytesOf(piece.text());
                case UNKNOWN, CONTROL -> {
                    added.put(piece.text(), id);
                    special.add(piece.text());
                    unknown = piece.type() == UNKNOWN ? id : unknown;
                }
                case USER_DEFINED -> added.put(piece.text().replace(PieceRules.SPACE, ' '), id);
                case BYTE -> {
                    int value = byteOf(id, piece.text());
                    tokens[id] = new byte[] {(byte) value};
                    if (bytes != null) {
                        bytes[value] = id;
                    }
                }
                default ->
                        throw malformed(
                                "has piece %d '%s' of type %s"
                                        .formatted(
                                                id,
                                                piece.text(),
                                                piece.type() == UNUSED
                                                        ? "unused, which is not supported"
                                                        : "" + piece.type()));
            }
        }
        if (unknown < 0) {
            throw malformed("has no unknown piece");
        }
        ScoredVocabulary scored =
                vocabulary(tokens, scores, rules(bytes, unknown, null), added, special);
        return vocabulary(
                tokens,
                scores,
                rules(bytes, unknown, PieceJoins.ranked(tokens, scores, scored.idOfPiece())),
                added,
                special);
    }

    private static ScoredVocabulary vocabulary(
            byte[][] tokens,
            float[] scores,
            PieceRules rules,
            SequencedMap<String, Integer> added,
            Set<String> special) {
        return new ScoredVocabulary(tokens, scores, rules, added, special, false);
    }

    private PieceRules rules(int[] bytes, int unknown, PieceRules.PieceMerges merges) {
        return new PieceRules(
                bytes,
                unknown,
                true,
                addsPrefix ? SpacePrefix.ALWAYS : SpacePrefix.NEVER,
                false,
                true,
                merges);
    }

    private static byte[] bytesOf(String piece) {
        return piece.replace(PieceRules.SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }

    private int byteOf(int id, String text) throws TokenizerFormatException {
        if (text.matches("<0x[0-9A-F]{2}>")) {
            return Integer.parseInt(text, 3, 5, 16);
        }
        throw malformed("has piece %d '%s' of type byte".formatted(id, text));
    }

    private TokenizerFormatException malformed(String reason) {
        return new TokenizerFormatException(file, "the model " + reason);
    }
}
