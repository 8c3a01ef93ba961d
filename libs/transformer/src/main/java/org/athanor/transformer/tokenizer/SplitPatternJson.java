package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.athanor.transformer.tokenizer.SplitPattern.Regexes;

/**
 * The {@code pre_tokenizer} of a byte-level {@code tokenizer.json}: steps that cut, each what the one
 * before it left whole, and {@code ByteLevel}, which may be one of them (with GPT-2's pattern) or must
 * come last.
 */
final class SplitPatternJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SplitPatternJson() {}

    static ObjectNode write(SplitPattern pattern) {
        List<String> regexes = pattern.regexes();
        boolean endsAsGpt2 = regexes.getLast().equals(Regexes.GPT2);
        ObjectNode byteLevel = byteLevel(endsAsGpt2);
        List<String> before = endsAsGpt2 ? regexes.subList(0, regexes.size() - 1) : regexes;
        if (before.isEmpty()) {
            return byteLevel;
        }
        ObjectNode sequence = NODES.objectNode();
        sequence.put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        before.forEach(regex -> steps.add(regex.equals(Regexes.NUMERAL) ? digits() : split(regex)));
        steps.add(byteLevel);
        return sequence;
    }

    private static ObjectNode digits() {
        return NODES.objectNode().put("type", "Digits").put("individual_digits", true);
    }

    private static ObjectNode split(String regex) {
        ObjectNode split = NODES.objectNode();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", regex);
        split.put("behavior", "Isolated");
        split.put("invert", false);
        return split;
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
     * @throws TokenizerFormatException when a step is none of these, or they are an unknown pattern
     */
    static SplitPattern read(Path file, JsonNode node) throws TokenizerFormatException {
        List<JsonNode> steps = steps(node);
        requireByteLevel(file, steps.getLast());
        boolean endsAsGpt2 = steps.getLast().path("use_regex").asBoolean(true);
        List<String> regexes = new ArrayList<>();
        for (JsonNode step : steps.subList(0, steps.size() - 1)) {
            regexes.add(regex(file, step, steps.size() == 2 && !endsAsGpt2));
        }
        if (endsAsGpt2) {
            regexes.add(Regexes.GPT2);
        }
        if (regexes.isEmpty()) {
            throw new TokenizerFormatException(
                    file, "a ByteLevel without use_regex needs a Split with a split pattern");
        }
        return SplitPattern.ofRegexes(regexes)
                .orElseThrow(
                        () ->
                                new TokenizerFormatException(
                                        file,
                                        "the split pattern is not a known one: "
                                                + String.join(", then ", regexes)));
    }

    private static List<JsonNode> steps(JsonNode node) {
        JsonNode steps = node.path("pretokenizers");
        return type(node).equals("Sequence") && !steps.isEmpty()
                ? StreamSupport.stream(steps.spliterator(), false).toList()
                : List.of(node);
    }

    /** Whether {@link #read} would read it. */
    static boolean isKnown(JsonNode node) {
        try {
            read(Path.of(TokenizerJson.FILE_NAME), node);
            return true;
        } catch (TokenizerFormatException e) {
            return false;
        }
    }

    /** @param isAlone whether it matches all of a text, so that nothing between matches can be lost */
    private static String regex(Path file, JsonNode step, boolean isAlone)
            throws TokenizerFormatException {
        if (type(step).equals("Digits") && step.path("individual_digits").asBoolean(false)) {
            return Regexes.NUMERAL;
        }
        String behavior = step.path("behavior").asText("");
        boolean keepsPieces =
                step.path("invert").asBoolean(false)
                        ? isAlone && behavior.equals("Removed")
                        : behavior.equals("Isolated");
        if (!type(step).equals("Split") || !keepsPieces) {
            throw new TokenizerFormatException(
                    file, "expected a Split that keeps every piece, found " + step);
        }
        return step.at("/pattern/Regex").asText("");
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
