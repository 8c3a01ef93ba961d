package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.athanor.transformer.tokenizer.PieceRules.PieceMerges;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/**
 * Checks a {@code tokenizer.json} of BPE over pieces, as conversions of SentencePiece models have it
 * (Llama 2, Mistral, TinyLlama, Gemma): spaces are U+2581, characters without a piece fall to bytes.
 */
final class PieceJsonReader {

    private static final String SPACE = String.valueOf(PieceRules.SPACE);
    private static final int BYTES = 256;

    private final Path file;
    private final JsonNode root;
    private final JsonNode model;

    PieceJsonReader(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
        this.model = root.path("model");
    }

    /** Whether a file of BPE is of this kind: no step of it is {@code ByteLevel}. */
    static boolean isMeant(JsonNode root) {
        JsonNode split = root.path("pre_tokenizer");
        boolean isByteLevel = false;
        for (JsonNode step : split.path("pretokenizers")) {
            isByteLevel |= step.path("type").asText().equals("ByteLevel");
        }
        return !isByteLevel
                && !split.path("type").asText().equals("ByteLevel")
                && (root.at("/model/byte_fallback").asBoolean(false)
                        || split.path("type").asText().equals("Metaspace")
                        || replaces(root.path("normalizer")));
    }

    private static boolean replaces(JsonNode normalizer) {
        boolean found = isReplace(normalizer);
        for (JsonNode step : normalizer.path("normalizers")) {
            found |= isReplace(step);
        }
        return found;
    }

    FramedTokens read() throws TokenizerFormatException {
        VocabularyJson.requireWholeSymbols(file, model);
        if (model.path("ignore_merges").asBoolean(false)) {
            throw new TokenizerFormatException(file, "ignore_merges without ByteLevel");
        }
        AddedTokensJson added = AddedTokensJson.read(file, root.path("added_tokens"));
        VocabularyJson words = VocabularyJson.read(file, model.path("vocab"), added);
        int[] bytes = bytes(model, words);
        PieceMerges merges = MergesJson.read(file, model.path("merges"), words.symbols());
        PieceRules rules =
                new PieceRules(
                        bytes,
                        unknown(file, model, words, added, bytes),
                        model.path("fuse_unk").asBoolean(false),
                        prefix(),
                        splitsWords(),
                        true,
                        merges);
        if (rules.hasNormalizer() && isMetaspace(preTokenizer())) {
            requireNoSpaces(added);
        }
        ScoredVocabulary vocabulary =
                new ScoredVocabulary(
                        tokens(words, bytes),
                        scores(words.size(), merges),
                        rules,
                        added.ids(),
                        added.special(),
                        false);
        int[] begin = BeginTokensJson.read(file, root.path("post_processor"), added.ids());
        return new FramedTokens(vocabulary, new TextFrame(NormalForm.NONE, begin, added.flags()));
    }

    private static byte[][] tokens(VocabularyJson words, int[] bytes) {
        byte[][] tokens = new byte[words.size()][];
        words.symbols()
                .forEach(
                        (text, id) ->
                                tokens[id] =
                                        text.replace(PieceRules.SPACE, ' ')
                                                .getBytes(StandardCharsets.UTF_8));
        for (int value = 0; bytes != null && value < BYTES; value++) {
            if (bytes[value] >= 0) {
                tokens[bytes[value]] = new byte[] {(byte) value};
            }
        }
        return tokens;
    }

    /**
     * @throws TokenizerFormatException when characters without a piece would have no token
     */
    static void requireUnknown(
            Path file, JsonNode model, VocabularyJson words, AddedTokensJson added)
            throws TokenizerFormatException {
        unknown(file, model, words, added, bytes(model, words));
    }

    /** What llama.cpp joins by: the sooner a merge, the higher the score of what it makes. */
    private static float[] scores(int size, PieceMerges merges) {
        float[] scores = new float[size];
        Arrays.fill(scores, -merges.result().length);
        for (int rank = merges.result().length - 1; rank >= 0; rank--) {
            scores[merges.result()[rank]] = -rank;
        }
        return scores;
    }

    /** The ids of bytes' tokens, -1 where there is none; null where no character falls to bytes. */
    private static int[] bytes(JsonNode model, VocabularyJson words) {
        if (!model.path("byte_fallback").asBoolean(false)) {
            return null;
        }
        int[] bytes = new int[BYTES];
        Arrays.setAll(
                bytes, value -> words.ids().getOrDefault(ScoredVocabulary.byteText(value), -1));
        return bytes;
    }

    private static int unknown(
            Path file, JsonNode model, VocabularyJson words, AddedTokensJson added, int[] bytes)
            throws TokenizerFormatException {
        String text = model.path("unk_token").textValue();
        Map<String, Integer> all = new HashMap<>(words.ids());
        all.putAll(added.ids());
        if (text != null && all.containsKey(text)) {
            return all.get(text);
        }
        if (bytes == null || Arrays.stream(bytes).anyMatch(id -> id < 0)) {
            throw new TokenizerFormatException(
                    file,
                    "there is neither a token for each byte nor the /model/unk_token '%s': some characters would vanish"
                            .formatted(text));
        }
        return -1;
    }

    /** Spaces come of the normalizer or of the pre_tokenizer, never of both. */
    private SpacePrefix prefix() throws TokenizerFormatException {
        JsonNode split = preTokenizer();
        if (isMetaspace(split)) {
            require(root.path("normalizer").path("type").isMissingNode(), "/normalizer");
            require(split.path("replacement").asText(SPACE).equals(SPACE), "/pre_tokenizer");
            String scheme =
                    split.path("prepend_scheme")
                            .asText(
                                    split.path("add_prefix_space").asBoolean(true)
                                            ? "always"
                                            : "never");
            return switch (scheme) {
                case "always" -> SpacePrefix.UNLESS_THERE;
                case "first" -> SpacePrefix.FIRST_UNLESS_THERE;
                case "never" -> SpacePrefix.NEVER;
                default ->
                        throw new TokenizerFormatException(
                                file, "/pre_tokenizer/prepend_scheme is '%s'".formatted(scheme));
            };
        }
        JsonNode normalizer = root.path("normalizer");
        if (isOnlySpaces(normalizer)) {
            return SpacePrefix.NEVER;
        }
        require(prepends(normalizer), "/normalizer");
        return SpacePrefix.ALWAYS;
    }

    private static boolean isReplace(JsonNode node) {
        return node.path("type").asText().equals("Replace")
                && node.at("/pattern/String").asText().equals(" ")
                && node.path("content").asText().equals(SPACE);
    }

    /** A split by blanks after they are gone does nothing: Gemma has one. */
    private JsonNode preTokenizer() throws TokenizerFormatException {
        JsonNode split = root.path("pre_tokenizer");
        boolean isNothing =
                split.isMissingNode()
                        || split.isNull()
                        || (split.path("type").asText().equals("Split")
                                && split.at("/pattern/String").asText().equals(" "));
        require(isNothing || isMetaspace(split), "/pre_tokenizer");
        return isNothing ? MissingNode.getInstance() : split;
    }

    private boolean splitsWords() throws TokenizerFormatException {
        JsonNode split = preTokenizer();
        return !split.isMissingNode() && split.path("split").asBoolean(true);
    }

    /**
     * Without a prefix and without words, a file is written again with a normalizer, behind which a
     * space is U+2581. An added token to which that makes a difference is refused.
     */
    private void requireNoSpaces(AddedTokensJson added) throws TokenizerFormatException {
        for (Map.Entry<String, AddedFlags> token : added.flags().entrySet()) {
            AddedFlags flags = token.getValue();
            String text = token.getKey();
            if (flags.normalized()
                    && !added.special().contains(text)
                    && (flags.lstrip()
                            || flags.rstrip()
                            || text.contains(" ")
                            || text.contains(SPACE))) {
                throw new TokenizerFormatException(
                        file,
                        "added token '%s' is looked for in normal form, which is not supported beside a Metaspace that does nothing else"
                                .formatted(text));
            }
        }
    }

    /**
     * Whether the steps before the pieces are read here: a normalizer that does more than to put spaces
     * right is the library's.
     */
    boolean hasKnownNormalizer() {
        JsonNode normalizer = root.path("normalizer");
        boolean isNone = normalizer.isMissingNode() || normalizer.isNull();
        return isNone
                || (!isMetaspace(root.path("pre_tokenizer"))
                        && (isOnlySpaces(normalizer) || prepends(normalizer)));
    }

    private static boolean isMetaspace(JsonNode split) {
        return split.path("type").asText().equals("Metaspace");
    }

    private static boolean isOnlySpaces(JsonNode normalizer) {
        JsonNode steps = normalizer.path("normalizers");
        return isReplace(normalizer) || (steps.size() == 1 && isReplace(steps.get(0)));
    }

    private static boolean prepends(JsonNode normalizer) {
        JsonNode steps = normalizer.path("normalizers");
        return steps.size() == 2
                && steps.get(0).path("type").asText().equals("Prepend")
                && steps.get(0).path("prepend").asText().equals(SPACE)
                && isReplace(steps.get(1));
    }

    private void require(boolean holds, String place) throws TokenizerFormatException {
        if (!holds) {
            throw new TokenizerFormatException(
                    file,
                    "%s of a vocabulary of pieces is not supported: %s"
                            .formatted(place, root.at(place)));
        }
    }
}
