package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Checks a {@code tokenizer.json} piece by piece: what this codec cannot do exactly is refused. */
final class TokenizerJsonReader {

    private static final int LARGEST_ID = 1 << 22;

    private final Path file;
    private final JsonNode root;
    private final SequencedMap<String, Integer> added = new LinkedHashMap<>();
    private final Set<String> special = new LinkedHashSet<>();
    private final Map<String, Integer> idOfToken = new HashMap<>();

    TokenizerJsonReader(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    Vocabulary vocabulary() throws TokenizerFormatException {
        requireByteLevelBpe();
        readAddedTokens();
        byte[][] tokens = readVocabulary();
        JsonNode merges = root.at("/model/merges");
        if (!merges.isArray()) {
            throw new TokenizerFormatException(file, "/model/merges is not a list");
        }
        int[] left = new int[merges.size()];
        int[] right = new int[merges.size()];
        int[] result = new int[merges.size()];
        for (int rank = 0; rank < left.length; rank++) {
            String[] sides = sides(merges.get(rank), rank);
            left[rank] = idOf(sides[0], rank);
            right[rank] = idOf(sides[1], rank);
            result[rank] = idOf(sides[0] + sides[1], rank);
        }
        Vocabulary vocabulary = new Vocabulary(tokens, left, right, result, added, special);
        try {
            vocabulary.idOfByte();
        } catch (IllegalArgumentException e) {
            throw new TokenizerFormatException(file, e.getMessage(), e);
        }
        return vocabulary;
    }

    private void requireByteLevelBpe() throws TokenizerFormatException {
        require("/model/type", "BPE");
        require("/pre_tokenizer/type", "ByteLevel");
        require("/decoder/type", "ByteLevel");
        refuse("/normalizer/type", "a normalizer");
        if (root.at("/pre_tokenizer/add_prefix_space").asBoolean(false)) {
            throw new TokenizerFormatException(file, "a prefix space is not supported");
        }
        if (!root.at("/pre_tokenizer/use_regex").asBoolean(true)) {
            throw new TokenizerFormatException(file, "only GPT-2's split pattern is supported");
        }
        if (root.at("/model/byte_fallback").asBoolean(false)
                || root.at("/model/ignore_merges").asBoolean(false)) {
            throw new TokenizerFormatException(
                    file, "byte_fallback and ignore_merges are not supported");
        }
    }

    private void require(String pointer, String expected) throws TokenizerFormatException {
        String found = root.at(pointer).asText("nothing");
        if (!found.equals(expected)) {
            throw new TokenizerFormatException(
                    file, "expected " + pointer + " to be " + expected + ", found " + found);
        }
    }

    private void refuse(String pointer, String what) throws TokenizerFormatException {
        if (!root.at(pointer).isMissingNode()) {
            throw new TokenizerFormatException(file, what + " is not supported: " + pointer);
        }
    }

    private void readAddedTokens() throws TokenizerFormatException {
        for (JsonNode token : root.path("added_tokens")) {
            String text = token.path("content").asText();
            added.put(text, checkedId(token.path("id"), text));
            if (token.path("special").asBoolean()) {
                special.add(text);
            }
        }
    }

    private byte[][] readVocabulary() throws TokenizerFormatException {
        JsonNode vocab = root.at("/model/vocab");
        int largest = added.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (Map.Entry<String, JsonNode> token : vocab.properties()) {
            int id = checkedId(token.getValue(), token.getKey());
            largest = Math.max(largest, id);
            if (!added.containsKey(token.getKey())) {
                idOfToken.put(token.getKey(), id);
            }
        }
        byte[][] tokens = new byte[largest + 1][];
        for (Map.Entry<String, Integer> token : idOfToken.entrySet()) {
            byte[] bytes = ByteAlphabet.toBytes(token.getKey());
            if (bytes == null || bytes.length == 0) {
                throw new TokenizerFormatException(
                        file, "token '" + token.getKey() + "' is not in the byte alphabet");
            }
            if (tokens[token.getValue()] != null) {
                throw new TokenizerFormatException(file, "two tokens have id " + token.getValue());
            }
            tokens[token.getValue()] = bytes;
        }
        return tokens;
    }

    private int checkedId(JsonNode id, String token) throws TokenizerFormatException {
        if (!id.canConvertToInt() || id.asInt() < 0 || id.asInt() > LARGEST_ID) {
            throw new TokenizerFormatException(
                    file, "token '" + token + "' has id " + id + ", not 0 to " + LARGEST_ID);
        }
        return id.asInt();
    }

    /** Older files write a merge as {@code "a b"}, newer ones as {@code ["a", "b"]}. */
    private String[] sides(JsonNode merge, int rank) throws TokenizerFormatException {
        if (merge.isArray() && merge.size() == 2) {
            return new String[] {merge.get(0).asText(), merge.get(1).asText()};
        }
        String text = merge.asText();
        int space = text.indexOf(' ');
        if (space <= 0 || space != text.lastIndexOf(' ') || space == text.length() - 1) {
            throw new TokenizerFormatException(
                    file, "merge " + rank + " is not two symbols: '" + text + "'");
        }
        return new String[] {text.substring(0, space), text.substring(space + 1)};
    }

    private int idOf(String token, int rank) throws TokenizerFormatException {
        Integer id = idOfToken.get(token);
        if (id == null) {
            throw new TokenizerFormatException(
                    file, "merge " + rank + " needs '" + token + "', which has no id");
        }
        return id;
    }
}
