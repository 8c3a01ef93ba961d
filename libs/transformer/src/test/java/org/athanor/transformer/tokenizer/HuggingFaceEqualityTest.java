package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same {@code tokenizer.json} read here and by Hugging Face's own library gives the same ids, and what
 * is written here is read there. {@code -Dathanor.equality.strings} asks for more strings a kind.
 */
class HuggingFaceEqualityTest {

    private static final int STRINGS = Integer.getInteger("athanor.equality.strings", 2_000);

    private static final List<int[]> NEW_TO_THE_LIBRARY =
            List.of(
                    new int[] {0x0897, 0x089F},
                    new int[] {0x1ABF, 0x1ADD},
                    new int[] {0x32FF, 0x32FF},
                    new int[] {0xA7F1, 0xA7F4},
                    new int[] {0xAB69, 0xAB69},
                    new int[] {0x10780, 0x107BA},
                    new int[] {0x10EAB, 0x10EAC},
                    new int[] {0x10EFD, 0x10EFF},
                    new int[] {0x10F82, 0x10F85},
                    new int[] {0x11938, 0x11938},
                    new int[] {0x16FF0, 0x16FF1},
                    new int[] {0x1CCD6, 0x1CCF9},
                    new int[] {0x1E030, 0x1E08F},
                    new int[] {0x1E2AE, 0x1E2AE},
                    new int[] {0x1E4EC, 0x1E4EF},
                    new int[] {0x1E5EE, 0x1E5EF},
                    new int[] {0x1FBF0, 0x1FBF9});

    @TempDir private Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("GPT-2", TokenizerJsons.byteLevel(SplitPattern.GPT2, "null", false)),
                kind("Llama 3", TokenizerJsons.byteLevel(SplitPattern.LLAMA3, "null", true)),
                kind("cl100k", TokenizerJsons.byteLevel(SplitPattern.CL100K, "null", true)),
                kind("o200k", TokenizerJsons.byteLevel(SplitPattern.O200K, "null", false)),
                kind("Tekken", TokenizerJsons.byteLevel(SplitPattern.TEKKEN, "null", true)),
                kind("Qwen 3.5", TokenizerJsons.byteLevel(SplitPattern.QWEN35, "null", false)),
                kind("StarCoder", TokenizerJsons.byteLevel(SplitPattern.STARCODER, "null", false)),
                kind("DeepSeek", TokenizerJsons.byteLevel(SplitPattern.DEEPSEEK3, "null", false)),
                kind(
                        "Falcon",
                        cut(
                                """
                                {"type": "Punctuation", "behavior": "Contiguous"},
                                {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
                                {"type": "Digits", "individual_digits": false},
                                {"type": "Split", "pattern": {"Regex": "[0-9][0-9][0-9]"}, "behavior": "Isolated", "invert": false}""")),
                kind(
                        "DeepSeek Coder",
                        cut(
                                """
                                {"type": "Split", "pattern": {"Regex": "[\\r\\n]"}, "behavior": "Isolated", "invert": false},
                                {"type": "Split", "pattern": {"Regex": "\\\\s?\\\\p{L}+"}, "behavior": "Isolated", "invert": false},
                                {"type": "Split", "pattern": {"Regex": "\\\\s?\\\\p{P}+"}, "behavior": "Isolated", "invert": false},
                                {"type": "Split", "pattern": {"Regex": "[一-龥ࠀ-一가-퟿]+"}, "behavior": "Isolated", "invert": false},
                                {"type": "Digits", "individual_digits": true},
                                {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}""")),
                kind(
                        "twice",
                        cut(
                                """
                                {"type": "Split", "pattern": {"Regex": "\\\\p{N}{1,3}"}, "behavior": "Isolated", "invert": false},
                                {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""")),
                kind(
                        "Qwen",
                        TokenizerJsons.byteLevel(SplitPattern.QWEN2, "{\"type\": \"NFC\"}", false)),
                kind(
                        "NFKC",
                        TokenizerJsons.byteLevel(
                                SplitPattern.GPT2,
                                "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"NFKC\"}]}",
                                false)),
                kind("tags", withAdded(TokenizerJsons.byteLevel(SplitPattern.GPT2, "null", false))),
                kind(
                        "tags in NFC",
                        withAdded(
                                TokenizerJsons.byteLevel(
                                        SplitPattern.QWEN2, "{\"type\": \"NFC\"}", false))),
                kind("Llama 2", TokenizerJsons.pieces(TokenizerJsons.PREPEND, "null", true)),
                kind("Mistral", TokenizerJsons.pieces("null", metaspace("first", false), true)),
                kind("always", TokenizerJsons.pieces("null", metaspace("always", false), true)),
                kind("words", TokenizerJsons.pieces("null", metaspace("always", true), true)),
                kind(
                        "Gemma",
                        TokenizerJsons.pieces(
                                TokenizerJsons.REPLACE,
                                "{\"type\": \"Split\", \"pattern\": {\"String\": \" \"}, \"behavior\": \"MergedWithPrevious\", \"invert\": false}",
                                true)),
                kind(
                        "tokens of Gemma",
                        withOwn(
                                TokenizerJsons.pieces(TokenizerJsons.REPLACE, "null", true),
                                "\n",
                                "\n\n",
                                "▁▁",
                                "▁the")),
                kind("unknown", TokenizerJsons.pieces(TokenizerJsons.PREPEND, "null", false)),
                kind(
                        "tags in Mistral",
                        withTag(TokenizerJsons.pieces("null", metaspace("first", false), true))),
                kind(
                        "tags in Llama 2",
                        withTag(TokenizerJsons.pieces(TokenizerJsons.PREPEND, "null", true))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldGiveTheSameIdsAsTheReference(String kind, ObjectNode json) throws IOException {
        // Given
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        tokenizer.save(copy);
        Tokenizer again = Tokenizer.load(copy);
        try (HuggingFaceTokenizer reference = reference(file);
                HuggingFaceTokenizer referenceAgain = reference(copy.resolve("tokenizer.json"))) {
            Random random = new Random(kind.hashCode());
            for (int i = 0; i < STRINGS; i++) {
                String text = text(random, tokenizer);
                while (text.codePoints().anyMatch(HuggingFaceEqualityTest::isNewToTheLibrary)) {
                    text = text(random, tokenizer);
                }
                String sought = text;

                // When
                int[] ids = tokenizer.encode(text);

                // Then
                int[] expected = ReferenceIds.of(reference, text, true);
                assertArrayEquals(
                        expected,
                        ids,
                        () ->
                                "%s of '%s': %s instead of %s"
                                        .formatted(
                                                kind,
                                                sought,
                                                Arrays.toString(ids),
                                                Arrays.toString(expected)));
                if (i % 10 == 0) {
                    assertArrayEquals(ids, again.encode(text), () -> kind + " again: " + sought);
                    assertArrayEquals(ids, ReferenceIds.of(referenceAgain, text, true), text);
                }
            }
        }
    }

    /**
     * What Unicode gave a normal form, or a place among combining marks, since version 12.1: Java knows
     * it, the library's tables are older.
     */
    private static boolean isNewToTheLibrary(int codePoint) {
        return NEW_TO_THE_LIBRARY.stream()
                .anyMatch(range -> codePoint >= range[0] && codePoint <= range[1]);
    }

    @Test
    void shouldEncodeUnigramByTheLibrary() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer.json"), TokenizerJsons.unigram().toString());

        // When
        Tokenizer tokenizer = Tokenizer.load(folder);

        // Then: the best cut of "▁the" "▁" "cat" "s", not letters
        assertArrayEquals(new int[] {3, 2, 10, 11}, tokenizer.encode("the  cats"));
        assertEquals(" the cats", tokenizer.decode(tokenizer.encode("the cats")));
        assertTrue(
                Arrays.stream(tokenizer.encode("the</s>cat<unk>"))
                        .filter(id -> id == 1)
                        .findAny()
                        .isEmpty());
        assertEquals(1, tokenizer.endOfText());
    }

    @Test
    void shouldEncodeWordPieceByTheLibrary() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer.json"), TokenizerJsons.wordPiece().toString());

        // When
        Tokenizer tokenizer = Tokenizer.load(folder);

        // Then
        assertArrayEquals(new int[] {3, 4, 5, 8}, tokenizer.encode("The cats."));
        assertArrayEquals(new int[] {9, 11, 10, 4}, tokenizer.encode("[CLS] cat"));
        assertArrayEquals(new int[] {0}, tokenizer.encode("dog"));
        tokenizer.save(folder);
        assertArrayEquals(new int[] {3, 4}, Tokenizer.load(folder).encode("the cat"));
    }

    @Test
    void shouldKeepSpecialTokensOutOfTextsThatTheLibraryEncodes() throws IOException {
        // Given
        ObjectNode json =
                cut(
                        """
                        {"type": "Digits", "individual_digits": false},
                        {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""");
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        String text = "the <|eot_id|>12<|begin_of_text|>";

        // When
        int[] ids = tokenizer.encode(text);

        // Then: the begin token is the encoder's own
        assertEquals(tokenizer.idOf("<|begin_of_text|>"), ids[0]);
        assertTrue(Arrays.stream(ids).skip(1).noneMatch(tokenizer::isSpecial));
        assertEquals(text, tokenizer.decode(ids));
        assertTrue(tokenizer.splitPattern().isEmpty());
    }

    /** Bytes behind steps that go to the library. */
    private static ObjectNode cut(String steps) {
        ObjectNode json = TokenizerJsons.byteLevel(SplitPattern.STARCODER, "null", false);
        json.set(
                "pre_tokenizer",
                TokenizerJsons.json(
                        "{\"type\": \"Sequence\", \"pretokenizers\": [%s]}".formatted(steps)));
        return json;
    }

    private static Arguments kind(String name, ObjectNode json) {
        return Arguments.of(name, json);
    }

    private static String metaspace(String scheme, boolean split) {
        return "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"%s\", \"split\": %s}"
                .formatted(scheme, split);
    }

    /** Tokens that are not special: a tag, and runs of blanks in normal form. */
    private static ObjectNode withAdded(ObjectNode json) {
        ArrayNode added = (ArrayNode) json.path("added_tokens");
        int next = json.at("/model/vocab").size() + added.size();
        added.add(TokenizerJsons.added(next, "<think>", false));
        added.add(TokenizerJsons.added(next + 1, "    ", false).put("normalized", true));
        added.add(TokenizerJsons.added(next + 2, "  ", false).put("normalized", true));
        added.add(TokenizerJsons.added(next + 3, "e\u0301t", false).put("normalized", true));
        return json;
    }

    /** Tokens of the vocabulary that are added ones, too: merges make some of them. */
    private static ObjectNode withOwn(ObjectNode json, String... texts) {
        ArrayNode added = (ArrayNode) json.path("added_tokens");
        for (String text : texts) {
            int id = json.at("/model/vocab").path(text).asInt(-1);
            if (id >= 0) {
                added.add(TokenizerJsons.added(id, text, false));
            }
        }
        return json;
    }

    private static ObjectNode withTag(ObjectNode json) {
        ArrayNode added = (ArrayNode) json.path("added_tokens");
        added.add(TokenizerJsons.added(json.at("/model/vocab").size(), "<think>", false));
        return json;
    }

    /** Special tokens are looked for in texts by the reference, and never here. */
    private static String text(Random random, Tokenizer tokenizer) {
        StringBuilder text = new StringBuilder(RandomText.of(random, random.nextInt(12)));
        int from = random.nextInt(NaiveBpe.SAMPLE.length());
        int to = Math.min(NaiveBpe.SAMPLE.length(), from + random.nextInt(30));
        text.insert(random.nextInt(text.length() + 1), NaiveBpe.SAMPLE.substring(from, to));
        if (random.nextInt(3) == 0) {
            String[] extra = {
                "<think>", "    ", "e\u0301t", "ét", " zzq", "xyzzy", "▁", "▁▁the", "<0x0A>"
            };
            text.insert(random.nextInt(text.length() + 1), extra[random.nextInt(extra.length)]);
        }
        String result = text.toString();
        for (String special : tokenizer.specialTokens().keySet()) {
            if (tokenizer.isSpecial(tokenizer.idOf(special))) {
                result = result.replace(special, "");
            }
        }
        // Halves of surrogates are no text: Java writes a question mark for one.
        return new String(
                result.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static HuggingFaceTokenizer reference(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return HuggingFaceTokenizer.newInstance(in, Map.of());
        }
    }
}
