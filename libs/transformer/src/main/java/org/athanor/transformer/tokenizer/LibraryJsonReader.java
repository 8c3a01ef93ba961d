package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Checks a {@code tokenizer.json} of Unigram or WordPiece before native code sees it: sizes, numbers, and
 * that its steps are known ones; a regular expression of a file is never run. For the library special
 * tokens get names that nobody can type.
 */
final class LibraryJsonReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> NORMALIZERS =
            Set.of(
                    "Sequence",
                    "NFC",
                    "NFD",
                    "NFKC",
                    "NFKD",
                    "Nmt",
                    "Lowercase",
                    "Strip",
                    "StripAccents",
                    "BertNormalizer",
                    "Precompiled",
                    "Prepend",
                    "Replace");

    private static final Set<String> PRE_TOKENIZERS =
            Set.of(
                    "Sequence",
                    "Metaspace",
                    "BertPreTokenizer",
                    "Whitespace",
                    "WhitespaceSplit",
                    "Punctuation",
                    "Digits");

    /** The one regular expression that conversions of SentencePiece models write. */
    private static final String SEVERAL_SPACES = " {2,}";

    private final Path file;
    private final ObjectNode root;
    private final boolean isUnigram;

    LibraryJsonReader(Path file, JsonNode root) {
        this.file = file;
        this.root = (ObjectNode) root;
        this.isUnigram = root.at("/model/type").asText().equals("Unigram");
    }

    FramedTokens read() throws TokenizerFormatException {
        requireKnown(root.path("normalizer"), "normalizers", NORMALIZERS, "/normalizer");
        requireKnown(root.path("pre_tokenizer"), "pretokenizers", PRE_TOKENIZERS, "/pre_tokenizer");
        AddedTokensJson added = AddedTokensJson.read(file, root.path("added_tokens"));
        VocabularyJson words = isUnigram ? unigram(added) : wordPiece(added);
        return new FramedTokens(
                new LibraryVocabulary(file, root, shielded(added), bytes(words), added),
                TextFrame.NONE);
    }

    private void requireKnown(JsonNode step, String steps, Set<String> known, String place)
            throws TokenizerFormatException {
        if (step.isMissingNode() || step.isNull()) {
            return;
        }
        String type = step.path("type").asText("nothing");
        String regex = step.at("/pattern/Regex").asText(SEVERAL_SPACES);
        if (!known.contains(type) || !regex.equals(SEVERAL_SPACES)) {
            throw new TokenizerFormatException(
                    file,
                    "%s of type %s%s is not supported"
                            .formatted(
                                    place,
                                    type,
                                    regex.equals(SEVERAL_SPACES)
                                            ? ""
                                            : " with the pattern " + regex));
        }
        for (JsonNode inner : step.path(steps)) {
            requireKnown(inner, steps, Set.copyOf(without(known)), place);
        }
    }

    /** A sequence in a sequence has no use and no bound. */
    private static Set<String> without(Set<String> known) {
        Set<String> flat = new HashSet<>(known);
        flat.remove("Sequence");
        return flat;
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
        return new VocabularyJson(ids, size);
    }

    private byte[][] bytes(VocabularyJson words) throws TokenizerFormatException {
        byte[][] tokens = new byte[words.size()][];
        String prefix = root.at("/model/continuing_subword_prefix").asText("##");
        boolean fallsToBytes = root.at("/model/byte_fallback").asBoolean(false);
        for (Map.Entry<String, Integer> word : words.ids().entrySet()) {
            String text = word.getKey();
            if (tokens[word.getValue()] != null) {
                throw new TokenizerFormatException(file, "two tokens have id " + word.getValue());
            }
            if (fallsToBytes && text.matches("<0x[0-9A-F]{2}>")) {
                tokens[word.getValue()] = new byte[] {(byte) Integer.parseInt(text, 3, 5, 16)};
            } else {
                tokens[word.getValue()] =
                        (isUnigram ? text.replace(PieceRules.SPACE, ' ') : word(text, prefix))
                                .getBytes(StandardCharsets.UTF_8);
            }
        }
        return tokens;
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
        String unknown = isUnigram ? null : model.path("unk_token").asText("[UNK]");
        if (names.containsKey(unknown)) {
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
