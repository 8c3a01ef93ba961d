package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.athanor.transformer.tokenizer.SplitPattern.Regexes;

/**
 * The steps of a {@code tokenizer.json} that Hugging Face's library may run here: known ones, with regular
 * expressions that well-known models publish. None of a file's own is ever run, and no character map that
 * was not walked over before.
 */
final class LibrarySteps {

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

    /** Before bytes. */
    private static final Set<String> BYTE_LEVEL_PRE_TOKENIZERS =
            Set.of("Sequence", "Split", "Punctuation", "Digits", "ByteLevel");

    /** Conversions of SentencePiece models write it. */
    private static final String SEVERAL_SPACES = " {2,}";

    private static final Set<String> REGEXES =
            Stream.concat(
                            Arrays.stream(SplitPattern.values())
                                    .flatMap(pattern -> pattern.regexes().stream()),
                            Stream.of(
                                    // Falcon
                                    "[0-9][0-9][0-9]",
                                    // DeepSeek Coder
                                    "[\\r\\n]",
                                    "\\s?\\p{L}+",
                                    "\\s?\\p{P}+",
                                    "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"))
                    .collect(Collectors.toUnmodifiableSet());

    /** How much longer all steps together may make a text: a character map and three marks of spaces. */
    private static final long MOST_GROWTH = 1 << 12;

    private final Path file;
    private final JsonNode root;

    LibrarySteps(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** Whether text is cut before its bytes in a way that is known, if not to {@link SplitPattern}. */
    static boolean cutBytes(JsonNode root) {
        JsonNode steps = root.path("pre_tokenizer").path("pretokenizers");
        int byteLevels = 0;
        for (JsonNode step : steps) {
            if (!cutsBytes(step) || step.path("add_prefix_space").asBoolean(false)) {
                return false;
            }
            byteLevels += type(step).equals("ByteLevel") ? 1 : 0;
        }
        return byteLevels == 1;
    }

    /** What a step takes away would be no token of the text. */
    private static boolean cutsBytes(JsonNode step) {
        JsonNode regex = step.at("/pattern/Regex");
        boolean isKnown =
                regex.isMissingNode()
                        ? BYTE_LEVEL_PRE_TOKENIZERS.contains(type(step)) && !isSplit(step)
                        : isSplit(step) && REGEXES.contains(Regexes.spelt(regex.asText()));
        return isKnown && !step.path("behavior").asText().equals("Removed");
    }

    /**
     * @throws TokenizerFormatException when a step is not known
     */
    void require(boolean isByteLevel) throws TokenizerFormatException {
        require(root.path("normalizer"), "normalizers", NORMALIZERS, "/normalizer");
        requireBounded(root.path("normalizer"));
        require(
                root.path("pre_tokenizer"),
                "pretokenizers",
                isByteLevel ? BYTE_LEVEL_PRE_TOKENIZERS : PRE_TOKENIZERS,
                "/pre_tokenizer");
    }

    private void require(JsonNode step, String steps, Set<String> known, String place)
            throws TokenizerFormatException {
        if (step.isMissingNode() || step.isNull()) {
            return;
        }
        String type = type(step);
        JsonNode regex = step.at("/pattern/Regex");
        boolean isKnown = regex.isMissingNode() || isKnown(type, regex.asText());
        if (!known.contains(type) || !isKnown) {
            throw new TokenizerFormatException(
                    file,
                    "%s of type %s%s is not supported"
                            .formatted(place, type, isKnown ? "" : " with the pattern " + regex));
        }
        requireReadable(step, type, place);
        for (JsonNode inner : step.path(steps)) {
            require(inner, steps, withoutSequences(known), place);
        }
    }

    /** A few short replacements one after the other make a letter as long as a disk. */
    private void requireBounded(JsonNode normalizer) throws TokenizerFormatException {
        long growth = growth(normalizer);
        for (JsonNode step : normalizer.path("normalizers")) {
            growth *= growth(step);
            if (growth > MOST_GROWTH) {
                break;
            }
        }
        if (growth > MOST_GROWTH) {
            throw new TokenizerFormatException(
                    file,
                    "/normalizer makes a text %d times as long, or more, which is not supported"
                            .formatted(MOST_GROWTH));
        }
    }

    /** How many bytes a step makes of one, at most. */
    private static long growth(JsonNode step) {
        return switch (type(step)) {
            case "Precompiled" -> CharacterMap.LONGEST_REPLACEMENT;
            case "Prepend" -> bytes(step.path("prepend"));
            case "Replace" ->
                    Math.ceilDiv(bytes(step.path("content")), bytes(step.at("/pattern/String")));
            default -> 1;
        };
    }

    /** At least one. */
    private static int bytes(JsonNode text) {
        return Math.max(1, text.asText().getBytes(StandardCharsets.UTF_8).length);
    }

    private static boolean isKnown(String type, String regex) {
        return type.equals("Split")
                ? REGEXES.contains(Regexes.spelt(regex))
                : regex.equals(SEVERAL_SPACES);
    }

    private void requireReadable(JsonNode step, String type, String place)
            throws TokenizerFormatException {
        if (type.equals("Precompiled")) {
            CharacterMap.check(file, characterMap(step.path("precompiled_charsmap")));
        }
        String space = String.valueOf(PieceRules.SPACE);
        if (type.equals("Metaspace") && !step.path("replacement").asText(space).equals(space)) {
            throw new TokenizerFormatException(
                    file,
                    "%s writes %s for a space, U+2581 is supported"
                            .formatted(place, step.path("replacement")));
        }
    }

    private byte[] characterMap(JsonNode map) throws TokenizerFormatException {
        try {
            byte[] bytes = map.binaryValue();
            if (bytes != null) {
                return bytes;
            }
        } catch (IOException e) {
            throw new TokenizerFormatException(
                    file, "/normalizer/precompiled_charsmap is not base64: " + e.getMessage(), e);
        }
        throw new TokenizerFormatException(file, "/normalizer/precompiled_charsmap is missing");
    }

    private static boolean isSplit(JsonNode step) {
        return type(step).equals("Split");
    }

    private static String type(JsonNode step) {
        return step.path("type").asText("nothing");
    }

    /** A sequence in a sequence has no use and no bound. */
    private static Set<String> withoutSequences(Set<String> known) {
        Set<String> flat = new HashSet<>(known);
        flat.remove("Sequence");
        return flat;
    }
}
