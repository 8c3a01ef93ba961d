package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Checks a {@code tokenizer.json} before Hugging Face's library sees it, which is native code: sizes,
 * numbers, and that its steps are known ones ({@link LibrarySteps}). For the library special tokens get
 * names that nobody can type.
 */
final class LibraryJsonReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int BYTES = 256;

    /** What a vocabulary's texts mean. */
    private enum Kind {
        UNIGRAM,
        WORD_PIECE,
        /** BPE over pieces with a normalizer of its own. */
        PIECES,
        /** BPE over bytes, cut in a way that is no {@link SplitPattern}. */
        BYTES
    }

    private final Path file;
    private final ObjectNode root;
    private final Kind kind;

    LibraryJsonReader(Path file, JsonNode root) {
        this.file = file;
        this.root = (ObjectNode) root;
        this.kind =
                switch (root.at("/model/type").asText()) {
                    case "Unigram" -> Kind.UNIGRAM;
                    case "WordPiece" -> Kind.WORD_PIECE;
                    default -> PieceJsonReader.isMeant(root) ? Kind.PIECES : Kind.BYTES;
                };
    }

    FramedTokens read() throws TokenizerFormatException {
        new LibrarySteps(file, root).require(kind == Kind.BYTES);
        AddedTokensJson added = AddedTokensJson.read(file, root.path("added_tokens"));
        VocabularyJson words =
                switch (kind) {
                    case UNIGRAM -> unigram(added);
                    case WORD_PIECE -> wordPiece(added);
                    case PIECES -> pieces(added);
                    case BYTES -> merged(added);
                };
        LibraryVocabulary vocabulary =
                new LibraryVocabulary(file, root, shielded(added), bytes(words), added);
        return new FramedTokens(
                vocabulary, new TextFrame(NormalForm.NONE, begin(added), added.flags()));
    }

    /** Unigram and WordPiece begin with nothing here. */
    private int[] begin(AddedTokensJson added) throws TokenizerFormatException {
        return kind == Kind.PIECES || kind == Kind.BYTES
                ? BeginTokensJson.read(file, root.path("post_processor"), added.ids())
                : new int[0];
    }

    private VocabularyJson pieces(AddedTokensJson added) throws TokenizerFormatException {
        if (root.at("/pre_tokenizer/prepend_scheme").asText().equals("first")) {
            throw new TokenizerFormatException(
                    file,
                    "/pre_tokenizer/prepend_scheme 'first' beside this /normalizer is not supported");
        }
        VocabularyJson words = merged(added);
        PieceJsonReader.requireUnknown(file, root.path("model"), words, added);
        return words;
    }

    private VocabularyJson merged(AddedTokensJson added) throws TokenizerFormatException {
        VocabularyJson.requireWholeSymbols(file, root.path("model"));
        VocabularyJson words = VocabularyJson.read(file, root.at("/model/vocab"), added);
        MergesJson.read(file, root.at("/model/merges"), words.symbols());
        return words;
    }

    /** Without the token for unknown words the library would fail at the first of them. */
    private VocabularyJson wordPiece(AddedTokensJson added) throws TokenizerFormatException {
        JsonNode vocab = root.at("/model/vocab");
        String unknown = root.at("/model/unk_token").asText("[UNK]");
        if (!vocab.has(unknown)) {
            throw new TokenizerFormatException(
                    file, "/model/unk_token '%s' is not in /model/vocab".formatted(unknown));
        }
        return VocabularyJson.read(file, vocab, added);
    }

    private VocabularyJson unigram(AddedTokensJson added) throws TokenizerFormatException {
        JsonNode vocab = root.at("/model/vocab");
        JsonNode unknown = root.at("/model/unk_id");
        if (!vocab.isArray()
                || vocab.isEmpty()
                || vocab.size() > AddedTokensJson.LARGEST_ID
                || !unknown.isInt()
                || unknown.asInt() < 0
                || unknown.asInt() >= vocab.size()) {
            throw new TokenizerFormatException(
                    file,
                    "/model/vocab has %d pieces, /model/unk_id is %s"
                            .formatted(vocab.size(), unknown));
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        int size = vocab.size();
        for (int id = 0; id < vocab.size(); id++) {
            JsonNode piece = vocab.get(id);
            String text = piece.path(0).textValue();
            double score = piece.path(1).asDouble(Double.NaN);
            if (piece.size() != 2 || text == null || !Double.isFinite(score)) {
                throw new TokenizerFormatException(
                        file,
                        "/model/vocab/%d is %s, not a piece and its score".formatted(id, piece));
            }
            if (ids.put(text, id) != null) {
                throw new TokenizerFormatException(
                        file, "/model/vocab has the piece '%s' twice".formatted(text));
            }
        }
        for (Map.Entry<String, Integer> token : added.ids().entrySet()) {
            Integer own = ids.remove(token.getKey());
            if (own == null ? token.getValue() < vocab.size() : !own.equals(token.getValue())) {
                throw new TokenizerFormatException(
                        file,
                        "added token '%s' has id %d, which is another piece's"
                                .formatted(token.getKey(), token.getValue()));
            }
            size = Math.max(size, token.getValue() + 1);
        }
        return new VocabularyJson(ids, ids, size);
    }

    private byte[][] bytes(VocabularyJson words) throws TokenizerFormatException {
        byte[][] tokens = new byte[words.size()][];
        boolean fallsToBytes = root.at("/model/byte_fallback").asBoolean(false);
        for (Map.Entry<String, Integer> word : words.ids().entrySet()) {
            String text = word.getKey();
            if (tokens[word.getValue()] != null) {
                throw new TokenizerFormatException(file, "two tokens have id " + word.getValue());
            }
            tokens[word.getValue()] =
                    fallsToBytes && text.matches("<0x[0-9A-F]{2}>")
                            ? new byte[] {(byte) Integer.parseInt(text, 3, 5, 16)}
                            : bytes(text);
        }
        if (kind == Kind.BYTES) {
            requireEveryByte(tokens);
        }
        return tokens;
    }

    private byte[] bytes(String text) throws TokenizerFormatException {
        return switch (kind) {
            case UNIGRAM, PIECES ->
                    text.replace(PieceRules.SPACE, ' ').getBytes(StandardCharsets.UTF_8);
            case WORD_PIECE ->
                    word(text, root.at("/model/continuing_subword_prefix").asText("##"))
                            .getBytes(StandardCharsets.UTF_8);
            case BYTES -> ByteAlphabet.required(file, text);
        };
    }

    /** Otherwise some bytes would vanish. */
    private void requireEveryByte(byte[][] tokens) throws TokenizerFormatException {
        BitSet there = new BitSet();
        for (byte[] token : tokens) {
            if (token != null && token.length == 1) {
                there.set(token[0] & 0xFF);
            }
        }
        if (there.cardinality() < BYTES) {
            throw new TokenizerFormatException(
                    file,
                    "not a byte-level vocabulary: no token for byte %d"
                            .formatted(there.nextClearBit(0)));
        }
        if (root.at("/model/byte_fallback").asBoolean(false)) {
            throw new TokenizerFormatException(
                    file, "byte_fallback beside a byte-level vocabulary is not supported");
        }
    }

    private static String word(String text, String prefix) {
        return text.startsWith(prefix) && text.length() > prefix.length()
                ? text.substring(prefix.length())
                : " " + text;
    }

    /** Special tokens, in the vocabulary and beside it, under names that differ from run to run. */
    private ObjectNode shielded(AddedTokensJson added) {
        ObjectNode copy = root.deepCopy();
        copy.putNull("post_processor");
        copy.putNull("truncation");
        copy.putNull("padding");
        Map<String, String> names = new LinkedHashMap<>();
        for (String special : added.special()) {
            names.put(special, "\ufdd0" + UUID.randomUUID());
        }
        for (JsonNode token : copy.path("added_tokens")) {
            String name = names.get(token.path("content").asText());
            if (name != null) {
                ((ObjectNode) token).put("content", name).put("normalized", false);
            }
        }
        ObjectNode model = (ObjectNode) copy.path("model");
        String unknown =
                kind == Kind.WORD_PIECE
                        ? model.path("unk_token").asText("[UNK]")
                        : model.path("unk_token").textValue();
        if (unknown != null && names.containsKey(unknown)) {
            model.put("unk_token", names.get(unknown));
        }
        model.set("vocab", renamed(model.path("vocab"), names));
        return copy;
    }

    private static JsonNode renamed(JsonNode vocab, Map<String, String> names) {
        if (vocab instanceof ArrayNode pieces) {
            for (JsonNode piece : pieces) {
                String name = names.get(piece.path(0).textValue());
                if (name != null) {
                    ((ArrayNode) piece).set(0, TextNode.valueOf(name));
                }
            }
            return pieces;
        }
        ObjectNode result = NODES.objectNode();
        vocab.properties()
                .forEach(
                        entry ->
                                result.set(
                                        names.getOrDefault(entry.getKey(), entry.getKey()),
                                        entry.getValue()));
        return result;
    }
}
