package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Added tokens that look around them, in texts that have little else, as Hugging Face's library finds them. */
class AddedTokenFlagsTest {

    private static final int STRINGS = Integer.getInteger("athanor.equality.strings", 3_000);

    private static final String[] ATOMS = {
        "<left>",
        "<right>",
        "<both>",
        "<word>",
        "mot",
        "<form>",
        "<wide form>",
        "né",
        "<le",
        "ft>",
        " ",
        "  ",
        "\n",
        "\t",
        "\u00a0",
        "\u2003",
        "\u0085",
        "\u001c",
        "a",
        "é",
        "e\u0301",
        "_",
        "1",
        "٣",
        "²",
        "\u0301",
        "\u200d",
        "ⓐ",
        "▁",
        "🦙",
        "𝐚",
        ".",
        "the",
        " the",
        "word",
        "<word>s"
    };

    @TempDir private Path folder;

    static Stream<Arguments> kinds() {
        String nfc = "{\"type\": \"NFC\"}";
        return Stream.of(
                kind("bytes", TokenizerJsons.byteLevel(SplitPattern.GPT2, "null", false)),
                kind("bytes in NFC", TokenizerJsons.byteLevel(SplitPattern.QWEN2, nfc, false)),
                kind("Phi 3", TokenizerJsons.pieces(TokenizerJsons.PREPEND, "null", true)),
                kind("Gemma", TokenizerJsons.pieces(TokenizerJsons.REPLACE, "null", true)),
                kind("first", TokenizerJsons.pieces("null", metaspace("first", false), true)),
                kind("always", TokenizerJsons.pieces("null", metaspace("always", false), true)),
                kind("words", TokenizerJsons.pieces("null", metaspace("always", true), true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldFindAddedTokensAsTheReferenceDoes(String kind, ObjectNode json) throws IOException {
        // Given
        withFlags(json);
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        tokenizer.save(copy);
        Tokenizer again = Tokenizer.load(copy);
        try (var in = Files.newInputStream(file);
                HuggingFaceTokenizer reference = HuggingFaceTokenizer.newInstance(in, Map.of())) {
            Random random = new Random(kind.hashCode());
            for (int i = 0; i < STRINGS; i++) {
                String text = text(random);

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
                                                text,
                                                Arrays.toString(ids),
                                                Arrays.toString(expected)));
                assertArrayEquals(ids, again.encode(text), () -> kind + " again: " + text);
            }
        }
    }

    @Test
    void shouldFindATemplatesSpecialTokensAsTheReferenceDoes() throws IOException {
        // Given: what a template writes beside them is theirs, what people say may be, too
        ObjectNode json = TokenizerJsons.byteLevel(SplitPattern.GPT2, "null", false);
        add(json, "<|user|>", true, "rstrip");
        add(json, "<|end|>", true, "lstrip", "rstrip");
        add(json, "MASK", true, "single_word");
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.toString());
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                "{% for m in messages %}<|user|>\n{{ m.content }} <|end|>\n MASK aMASK MASK_{% endfor %}");
        Tokenizer tokenizer = Tokenizer.load(folder);
        try (var in = Files.newInputStream(file);
                HuggingFaceTokenizer reference = HuggingFaceTokenizer.newInstance(in, Map.of())) {
            Random random = new Random(8);
            for (int i = 0; i < 200; i++) {
                String said = text(random);
                String rendered = "<|user|>\n" + said + " <|end|>\n MASK aMASK MASK_";

                // When
                int[] ids = tokenizer.chatTemplate().prompt(said);

                // Then
                assertArrayEquals(ReferenceIds.of(reference, rendered, false), ids, rendered);
            }
        }
    }

    @Test
    void shouldTellATokenFromAnotherThatReadsTheSameInNormalForm() throws IOException {
        // Given: in NFKC a circled one is a one
        ObjectNode json =
                TokenizerJsons.byteLevel(SplitPattern.GPT2, "{\"type\": \"NFKC\"}", false);
        add(json, "<1>", false, "lstrip");
        add(json, "<①>", false, "normalized");
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        int begin = tokenizer.encode("a")[0];
        int a = tokenizer.encode("a")[1];
        int space = tokenizer.encode(" ")[1];

        // Then: the space belongs to the one that takes it
        assertArrayEquals(
                new int[] {begin, a, tokenizer.idOf("<1>"), a}, tokenizer.encode("a <1>a"));
        assertArrayEquals(
                new int[] {begin, a, space, tokenizer.idOf("<①>"), a}, tokenizer.encode("a <①>a"));
    }

    @Test
    void shouldNeverFindASpecialTokenWhateverItsFlags() throws IOException {
        // Given
        ObjectNode json = TokenizerJsons.byteLevel(SplitPattern.GPT2, "null", false);
        add(json, "<mask>", true, "lstrip", "normalized");
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        int mask = tokenizer.idOf("<mask>");

        // When
        int[] ids = tokenizer.encode("the <mask> <mask>the");

        // Then
        assertEquals(0, Arrays.stream(ids).filter(id -> id == mask).count());
        assertEquals("the <mask> <mask>the", tokenizer.decode(ids));
    }

    private static void withFlags(ObjectNode json) {
        add(json, "<left>", false, "lstrip");
        add(json, "<right>", false, "rstrip");
        add(json, "<both>", false, "lstrip", "rstrip");
        add(json, "<word>", false, "single_word");
        add(json, "mot", false, "single_word", "normalized", "rstrip");
        add(json, "né", false, "normalized");
        add(json, "<form>", false, "normalized", "lstrip", "rstrip");
        add(json, "\u2003", false, "rstrip");
        add(json, "\t", false, "rstrip"); // pieces have it in their merges
        if (!json.at("/pre_tokenizer/type").asText().equals("Metaspace")
                || json.at("/pre_tokenizer/prepend_scheme").asText().equals("always")) {
            add(json, "<wide form>", false, "normalized", "single_word");
        }
    }

    private static void add(ObjectNode json, String text, boolean special, String... flags) {
        ArrayNode added = (ArrayNode) json.path("added_tokens");
        int next = json.at("/model/vocab").size();
        for (var token : added) {
            next = Math.max(next, token.path("id").asInt() + 1);
        }
        int known = json.at("/model/vocab").path(text).asInt(next);
        ObjectNode token = TokenizerJsons.added(known, text, special);
        for (String flag : flags) {
            token.put(flag, true);
        }
        added.add(token);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int atoms = 1 + random.nextInt(9);
        for (int i = 0; i < atoms; i++) {
            text.append(ATOMS[random.nextInt(ATOMS.length)]);
        }
        return text.toString();
    }

    private static Arguments kind(String name, ObjectNode json) {
        return Arguments.of(name, json);
    }

    private static String metaspace(String scheme, boolean split) {
        return "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"%s\", \"split\": %s}"
                .formatted(scheme, split);
    }
}
