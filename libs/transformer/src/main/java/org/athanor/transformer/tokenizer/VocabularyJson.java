package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code vocab} of a {@code tokenizer.json} without its added tokens.
 *
 * @param ids by text
 * @param symbols the same and added tokens of it that are not special: merges may make these, too
 * @param size one more than the largest id, added tokens included
 */
record VocabularyJson(Map<String, Integer> ids, Map<String, Integer> symbols, int size) {

    static VocabularyJson read(Path file, JsonNode vocab, AddedTokensJson added)
            throws TokenizerFormatException {
        Map<String, Integer> ids = new LinkedHashMap<>();
        Map<String, Integer> symbols = new LinkedHashMap<>();
        BitSet taken = new BitSet();
        added.ids().values().forEach(taken::set);
        for (Map.Entry<String, JsonNode> token : vocab.properties()) {
            int id = AddedTokensJson.checkedId(file, token.getValue(), token.getKey());
            Integer own = added.ids().get(token.getKey());
            if (own != null && own == id) {
                if (!added.special().contains(token.getKey())) {
                    symbols.put(token.getKey(), id);
                }
                continue;
            }
            if (own != null) {
                throw new TokenizerFormatException(
                        file,
                        "token '%s' has id %d and, as an added one, %d"
                                .formatted(token.getKey(), id, own));
            }
            if (taken.get(id)) {
                throw new TokenizerFormatException(file, "two tokens have id " + id);
            }
            taken.set(id);
            ids.put(token.getKey(), id);
        }
        symbols.putAll(ids);
        return new VocabularyJson(ids, symbols, taken.length());
    }

    /** Signs at the ends of words, as older models have them, are not known here. */
    static void requireWholeSymbols(Path file, JsonNode model) throws TokenizerFormatException {
        for (String name : new String[] {"continuing_subword_prefix", "end_of_word_suffix"}) {
            if (!model.path(name).asText("").isEmpty() && !model.path(name).isNull()) {
                throw new TokenizerFormatException(
                        file,
                        "/model/%s '%s' is not supported"
                                .formatted(name, model.path(name).asText()));
            }
        }
        if (model.path("dropout").asDouble(0) != 0) {
            throw new TokenizerFormatException(
                    file, "/model/dropout makes other tokens of a text each time: not supported");
        }
    }
}
