package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/**
 * The {@code added_tokens} of a {@code tokenizer.json}.
 *
 * @param ids by text, in the order of the file
 * @param special those that text never encodes to
 * @param flags how they are looked for, where it is not just so
 */
record AddedTokensJson(
        SequencedMap<String, Integer> ids, Set<String> special, Map<String, AddedFlags> flags) {

    static final int LARGEST_ID = MergeTable.IDS - 1;

    static AddedTokensJson read(Path file, JsonNode list) throws TokenizerFormatException {
        SequencedMap<String, Integer> ids = new LinkedHashMap<>();
        Set<String> special = new LinkedHashSet<>();
        Map<String, AddedFlags> flags = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        for (JsonNode token : list) {
            String text = token.path("content").asText();
            int id = checkedId(file, token.path("id"), text);
            if (text.isEmpty() || !seen.add(id) || ids.put(text, id) != null) {
                throw new TokenizerFormatException(
                        file,
                        "added token '%s' of id %d is empty or there twice".formatted(text, id));
            }
            if (token.path("special").asBoolean()) {
                special.add(text);
            }
            AddedFlags own =
                    new AddedFlags(
                            token.path("single_word").asBoolean(),
                            token.path("lstrip").asBoolean(),
                            token.path("rstrip").asBoolean(),
                            token.path("normalized").asBoolean());
            if (!own.equals(AddedFlags.NONE)) {
                flags.put(text, own);
            }
        }
        return new AddedTokensJson(ids, special, flags);
    }

    static ArrayNode write(TokenSet tokens, TextFrame frame) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        tokens.addedTokens()
                .forEach(
                        (text, id) -> {
                            AddedFlags flags = frame.flags(text);
                            ObjectNode token = list.addObject();
                            token.put("id", id);
                            token.put("content", text);
                            token.put("single_word", flags.singleWord());
                            token.put("lstrip", flags.lstrip());
                            token.put("rstrip", flags.rstrip());
                            token.put("normalized", flags.normalized());
                            token.put("special", tokens.special().contains(text));
                        });
        return list;
    }

    static int checkedId(Path file, JsonNode id, String token) throws TokenizerFormatException {
        if (!id.isIntegralNumber()
                || !id.canConvertToInt()
                || id.asInt() < 0
                || id.asInt() > LARGEST_ID) {
            throw new TokenizerFormatException(
                    file, "token '" + token + "' has id " + id + ", not 0 to " + LARGEST_ID);
        }
        return id.asInt();
    }
}
