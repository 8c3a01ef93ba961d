package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterMapTest {

    private static final Path FILE = Path.of("tokenizer.json");

    @TempDir private Path folder;

    @Test
    void shouldRewriteTextsOfASentencePieceModel() throws IOException {
        // Given: wide letters and ligatures become plain, no-break spaces and tabs spaces
        Files.write(
                folder.resolve("tokenizer.model"),
                model(SentencePieceModels.normalizer("nmt_nfkc", map(), true)));

        // When
        Tokenizer tokenizer = Tokenizer.load(folder);

        // Then
        int[] plain = tokenizer.encode("the of fi");
        assertArrayEquals(plain, tokenizer.encode("ｔｈｅ of ﬁ"));
        assertArrayEquals(plain, tokenizer.encode("  the\u00a0\tof  ﬁ "));
        assertEquals(1, plain[0]);
        assertEquals("the of fi", tokenizer.decode(plain).strip());
        assertTrue(
                Arrays.stream(tokenizer.encode("the</s><s>")).skip(1).allMatch(id -> id > 2),
                "a special token was typed");
    }

    @Test
    void shouldGiveTheIdsOfTheReference() throws IOException {
        // Given
        ObjectNode json = precompiled(map());
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        try (var in = Files.newInputStream(folder.resolve("tokenizer.json"));
                HuggingFaceTokenizer reference = HuggingFaceTokenizer.newInstance(in, Map.of())) {
            Random random = new Random(3);
            for (int round = 0; round < 3_000; round++) {
                String text =
                        (RandomText.of(random, random.nextInt(8)) + "ﬁｔe\u0301 Å\r\n")
                                .replace("<s>", "");

                // When
                int[] ids = tokenizer.encode(text);

                // Then
                assertArrayEquals(ReferenceIds.of(reference, text, true), ids, text);
            }
        }
    }

    @Test
    void shouldRewriteEveryCharacterOfTheMap() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer.json"), precompiled(map()).toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        Map<String, String> replacements = replacements();
        for (int point = 0; point <= 0x1FFFF; point++) {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                continue;
            }
            String sign = Character.toString(point);

            // When
            int[] ids = tokenizer.encode("a" + sign + "b");

            // Then: what the map says, or the sign as it is
            String expected = "a" + replacements.getOrDefault(sign, sign) + "b";
            String again = "a" + sign + "b";
            if (!Normalizer.isNormalized(again, Normalizer.Form.NFC)
                    || Character.getType(point) == Character.NON_SPACING_MARK) {
                continue; // one cluster with the letter before it
            }
            int shown = point;
            assertEquals(
                    expected.replace('▁', ' '),
                    tokenizer.decode(ids).substring(1),
                    () -> "U+" + Integer.toHexString(shown));
        }
    }

    @Test
    void shouldRefuseWhatLeadsOutOfTheMap() {
        byte[] map = map();
        assertDoesNotThrow(() -> CharacterMap.check(FILE, map));
        assertRefused("a trie of -1 bytes in 3", new byte[3]);
        assertRefused("a trie of 0 bytes in 4", new byte[4]);
        assertRefused("a trie of 4294967295 bytes", filled(8, (byte) 0xFF));
        assertRefused("a trie of 6 bytes", new byte[] {6, 0, 0, 0, 1, 2, 3, 4, 5, 6});
        assertRefused("a step to unit 255 of 1", new byte[] {4, 0, 0, 0, 0, 0, 0, 0});
        assertRefused("not UTF-8", withLast(map, (byte) 0xC3));
        assertRefused("of the replacements", Arrays.copyOf(map, map.length - 3));
        assertRefused("more than the", new byte[CharacterMap.LARGEST + 1]);
        assertDoesNotThrow(
                () -> CharacterMap.check(FILE, CharacterMaps.of(Map.of("a", "b".repeat(64)))));
        assertRefused(
                "a replacement of more than 64 bytes at byte 0",
                CharacterMaps.of(Map.of("a", "b".repeat(65))));
    }

    @Test
    void shouldReadOrRefuseEveryDamagedMap() throws IOException {
        // Given: what passes the check is encoded with by native code, which trusts every number
        byte[] map = map();
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = map.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(random.nextBoolean() ? 64 : damaged.length);
                damaged[at] = (byte) random.nextInt(256);
            }
            Files.writeString(folder.resolve("tokenizer.json"), precompiled(damaged).toString());
            try {
                Tokenizer.load(folder)
                        .encode("the ﬁ ｔ Å e\u0301 \u00a0\r\n" + RandomText.of(random, 20));
            } catch (TokenizerFormatException e) {
                refused++;
            }
        }

        // Then
        assertTrue(refused > 20, refused + " refused");
    }

    @Test
    void shouldRefuseStepsThatBlowUpATextTogether() throws IOException {
        // Given: each makes it twice as long, and a text of one letter would fill a memory
        String doubling =
                "{\"type\": \"Replace\", \"pattern\": {\"String\": \"a\"}, \"content\": \"aa\"}";
        for (int times : new int[] {8, 40}) {
            ObjectNode json =
                    TokenizerJsons.pieces(
                            "{\"type\": \"Sequence\", \"normalizers\": [%s]}"
                                    .formatted(
                                            String.join(
                                                    ", ", Collections.nCopies(times, doubling))),
                            "null",
                            true);
            Files.writeString(folder.resolve("tokenizer.json"), json.toString());

            // Then
            if (times == 8) {
                assertDoesNotThrow(() -> Tokenizer.load(folder));
            } else {
                var refused =
                        assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));
                assertTrue(
                        refused.getMessage().contains("a text 4096 times as long"),
                        refused.getMessage());
            }
        }
    }

    private static void assertRefused(String reason, byte[] map) {
        var refused =
                assertThrows(TokenizerFormatException.class, () -> CharacterMap.check(FILE, map));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private static ObjectNode precompiled(byte[] map) {
        return TokenizerJsons.pieces(
                """
                {"type": "Sequence", "normalizers": [
                 {"type": "Precompiled", "precompiled_charsmap": "%s"},
                 {"type": "Prepend", "prepend": "▁"},
                 {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}"""
                        .formatted(Base64.getEncoder().encodeToString(map)),
                "null",
                true);
    }

    private static byte[] map() {
        return CharacterMaps.of(replacements());
    }

    private static Map<String, String> replacements() {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (char wide = 'Ａ'; wide <= 'ｚ'; wide++) {
            replacements.put("" + wide, "" + (char) (wide - 'Ａ' + 'A'));
        }
        replacements.put("ﬁ", "fi");
        replacements.put("Å", "Å");
        replacements.put("e\u0301", "é");
        replacements.put("\u00a0", " ");
        replacements.put("\t", " ");
        replacements.put("\r", " ");
        replacements.put("\u200b", "");
        replacements.put("𝐚", "a");
        return replacements;
    }

    private static byte[] model(byte[] normalizer) {
        byte[] llama = SentencePieceModels.llama2();
        byte[] identity = SentencePieceModels.normalizer("identity", new byte[0], false);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        model.write(llama, 0, llama.length - identity.length);
        model.writeBytes(normalizer);
        return model.toByteArray();
    }

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static byte[] withLast(byte[] map, byte value) {
        byte[] copy = map.clone();
        copy[copy.length - 1] = value;
        return copy;
    }
}
