package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * The {@code pre_tokenizer} of a {@code tokenizer.json}: {@code ByteLevel} means GPT-2's pattern;
 * others are a {@code Sequence} of a {@code Split} by a regular expression and of a {@code ByteLevel}
 * that does not split again.
 */
final class SplitPatternJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SplitPatternJson() {}

    static ObjectNode write(SplitPattern pattern) {
        if (pattern == SplitPattern.GPT2) {
            return byteLevel(true);
        }
        ObjectNode split = NODES.objectNode();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", pattern.regex());
        split.put("behavior", "Isolated");
        split.put("invert", false);
        ObjectNode sequence = NODES.objectNode();
        sequence.put("type", "Sequence");
        sequence.putArray("pretokenizers").add(split).add(byteLevel(false));
        return sequence;
    }

    static ObjectNode byteLevel(boolean splits) {
        ObjectNode node = NODES.objectNode();
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", true);
        node.put("use_regex", splits);
        return node;
    }

    /**
     * @throws TokenizerFormatException when it is neither of the two, or an unknown pattern
     */
    static SplitPattern read(Path file, JsonNode node) throws TokenizerFormatException {
        if (!type(node).equals("Sequence")) {
            requireByteLevel(file, node);
            if (!node.path("use_regex").asBoolean(true)) {
                throw new TokenizerFormatException(
                        file, "a ByteLevel without use_regex needs a Split with a split pattern");
            }
            return SplitPattern.GPT2;
        }
        JsonNode steps = node.path("pretokenizers");
        if (!(steps instanceof ArrayNode) || steps.size() != 2) {
            throw new TokenizerFormatException(
                    file, "expected /pre_tokenizer/pretokenizers to be a Split and a ByteLevel");
        }
        requireByteLevel(file, steps.get(1));
        if (steps.get(1).path("use_regex").asBoolean(true)) {
            throw new TokenizerFormatException(
                    file, "a ByteLevel with use_regex behind a Split is not supported");
        }
        return split(file, steps.get(0));
    }

    private static SplitPattern split(Path file, JsonNode split) throws TokenizerFormatException {
        String behavior = split.path("behavior").asText("");
        boolean keepsPieces =
                split.path("invert").asBoolean(false)
                        ? behavior.equals("Removed")
                        : behavior.equals("Isolated");
        if (!type(split).equals("Split") || !keepsPieces) {
            throw new TokenizerFormatException(
                    file, "expected a Split that keeps every piece, found " + split);
        }
        String regex = split.at("/pattern/Regex").asText("");
        return SplitPattern.ofRegex(regex)
                .orElseThrow(
                        () ->
                                new TokenizerFormatException(
                                        file, "the split pattern is not a known one: " + regex));
    }

    private static void requireByteLevel(Path file, JsonNode node) throws TokenizerFormatException {
        if (!type(node).equals("ByteLevel")) {
            throw new TokenizerFormatException(
                    file, "expected /pre_tokenizer/type to be ByteLevel, found " + type(node));
        }
        if (node.path("add_prefix_space").asBoolean(false)) {
            throw new TokenizerFormatException(file, "a prefix space is not supported");
        }
    }

    private static String type(JsonNode node) {
        return node.path("type").asText("nothing");
    }
}
