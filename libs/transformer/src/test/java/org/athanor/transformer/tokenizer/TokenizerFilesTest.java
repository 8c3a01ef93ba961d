package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.athanor.transformer.model.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerFilesTest {

    @TempDir Path folder;

    @Test
    void shouldComeBackAsItWasSaved() throws IOException {
        // Given
        Tokenizer tokenizer = Tokenizer.ofMerges(Tokenizers.randomMerges(new Random(6), 50));
        tokenizer.save(folder);

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        String text = "abba dabbacab, ünïcode \u0000 🦙 <|end|>";
        assertArrayEquals(tokenizer.encode(text), loaded.encode(text));
        assertEquals(text, loaded.decode(loaded.encode(text)));
        assertEquals(tokenizer.vocabularySize(), loaded.vocabularySize());
        assertEquals(tokenizer.specialTokens(), loaded.specialTokens());
        assertArrayEquals(
                tokenizer.chatTemplate().prompt("abba"), loaded.chatTemplate().prompt("abba"));
    }

    @Test
    void shouldSaveTheSameBytesAgain() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        byte[] first = Files.readAllBytes(folder.resolve("tokenizer.json"));
        byte[] firstConfig = Files.readAllBytes(folder.resolve("tokenizer_config.json"));

        // When
        Tokenizer.load(folder).save(folder);

        // Then
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("tokenizer.json")));
        assertArrayEquals(firstConfig, Files.readAllBytes(folder.resolve("tokenizer_config.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"type\" : \"BPE\"' | '\"type\" : \"WordLevel\"' | /model/type WordLevel",
                "'\"type\" : \"BPE\"' | '\"type\" : \"Unigram\"' | /pre_tokenizer of type ByteLevel",
                "'\"byte_fallback\" : false' | '\"byte_fallback\" : true' | byte_fallback",
                "'\"use_regex\" : true' | '\"use_regex\" : false' | split pattern",
                "'\"normalizer\" : null' | '\"normalizer\" : {\"type\":\"Lowercase\"}' | /normalizer/type Lowercase",
                "'\"post_processor\" : null' | '\"post_processor\" : {\"type\":\"BertProcessing\"}' | /post_processor/type",
                "'\"he\" : 261' | '\"he\" : 4' | two tokens have id 4",
                "'\"id\" : 4' | '\"id\" : 3' | is empty or there twice",
                "'\"h e\"' | '\"h e e\"' | merge 0 is not two symbols",
                "'\"h e\"' | '\"h q\"' | merge 0 needs 'hq'",
                "'\"hell\" : 263' | '\"hell\" : -4' | has id -4",
                "'\"hell\" : 263' | '\"hell\" : 264' | two tokens have id 264",
                "'\"hell\" : 263' | '\"he ll\" : 263' | not in the byte alphabet",
                "'\"Ā\" : 5' | '\"ĀĀ\" : 5' | no token for the bytes [0]",
                "'\"version\"' | '\"version' | is not JSON at line 2",
                "'\"merges\" : [' | '\"merges\" : {}, \"more\" : [' | /model/merges is not a list",
                "'\"he\" : 261' | '\"he\" : 261, \"he\" : 261' | Duplicate field 'he'"
            })
    void shouldSayWhatIsWrongWithAFile(String from, String to, String reason) throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Path file = folder.resolve("tokenizer.json");
        String json = Files.readString(file);
        assertTrue(json.contains(from), "the test's own text: " + from);
        Files.writeString(file, json.replace(from, to));

        // When
        var refused = assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));

        // Then
        assertTrue(refused.getMessage().startsWith("tokenizer.json: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheSplitPattern(SplitPattern pattern) throws IOException {
        // Given: merges that each pattern lets cross other borders
        List<Merge> merges =
                List.of(
                        new Merge('1', '2'),
                        new Merge(256, 256),
                        new Merge('/', '\n'),
                        new Merge('\'', 'S'),
                        new Merge('t', 259));
        Tokenizer tokenizer = Tokenizer.ofMerges(merges, pattern);
        tokenizer.save(folder);

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        String text = "1212 it'S //\n";
        assertEquals(Optional.of(pattern), loaded.splitPattern());
        assertArrayEquals(tokenizer.encode(text), loaded.encode(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\\p{N}{1,3}' | '\\p{N}{1,4}' | the split pattern is not a known one",
                "'Isolated' | 'Removed' | a Split that keeps every piece",
                "'\"Split\"' | '\"Digits\"' | a Split that keeps every piece",
                "'\"pretokenizers\"' | '\"others\"' | to be ByteLevel, found Sequence",
                "'\"add_prefix_space\" : false' | '\"add_prefix_space\" : true' | prefix space"
            })
    void shouldSayWhatIsWrongWithASplit(String from, String to, String reason) throws IOException {
        // Given
        Tokenizer.ofMerges(List.of(), SplitPattern.LLAMA3).save(folder);
        Path file = folder.resolve("tokenizer.json");
        String json = Files.readString(file);
        assertTrue(json.contains(from), "the test's own text: " + from);
        Files.writeString(file, json.replace(from, to));

        // When
        var refused = assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));

        // Then
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void shouldReadMergesWrittenAsPairs() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).replace("\"h e\"", "[\"h\", \"e\"]"));

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        assertArrayEquals(Tokenizers.hello().encode("hello"), loaded.encode("hello"));
    }

    @Test
    void shouldKeepAnotherModelsTemplateWhereverItLies() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages }}");

        // When
        Tokenizer loaded = Tokenizer.load(folder);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        loaded.save(copy);

        // Then
        assertTrue(loaded.chats());
        String config = Files.readString(copy.resolve("tokenizer_config.json"));
        assertTrue(config.contains("\"chat_template\" : \"{{ messages }}\""), config);
    }

    @Test
    void shouldReadOrRefuseEveryDamagedFile() throws IOException {
        // Given: ids up to 4 million may take a table of as many
        Tokenizers.hello().save(folder);

        // Then
        for (String name : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
            Mutations.readOrRefuse(
                    folder.resolve(name),
                    () -> Tokenizer.load(folder),
                    64 << 20,
                    TokenizerFormatException.class);
        }
    }

    @Test
    void shouldReadOrRefuseEveryDamagedFileOfOtherKinds() throws IOException {
        // Given: the library's memory is not Java's
        String first =
                "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"first\", \"split\": false}";
        Path file = folder.resolve("tokenizer.json");
        for (JsonNode json :
                new JsonNode[] {
                    TokenizerJsons.pieces("null", first, false),
                    TokenizerJsons.unigram(),
                    TokenizerJsons.wordPiece()
                }) {
            Files.writeString(file, json.toString());
            Mutations.readOrRefuse(
                    file,
                    () -> Tokenizer.load(folder).encode("the cats [CLS] </s> ▁é"),
                    64 << 20,
                    TokenizerFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"split\":false' | '\"split\":false,\"replacement\":\"_\"' | Duplicate field",
                "'\"replacement\":\"▁\"' | '\"replacement\":\"_\"' | /pre_tokenizer",
                "'\"first\"' | '\"last\"' | prepend_scheme is 'last'",
                "'\"normalizer\":null' | '\"normalizer\":{\"type\":\"NFKC\"}' | prepend_scheme 'first' beside",
                "'\"normalizer\":null' | '\"normalizer\":{\"type\":\"ByteLevel\"}' | /normalizer of type ByteLevel",
                "'\"unk_token\":\"<unk>\"' | '\"unk_token\":null' | some characters would vanish",
                "'\"dropout\":null' | '\"dropout\":0.1' | /model/dropout",
                "'\"ignore_merges\":false' | '\"ignore_merges\":true' | ignore_merges",
                "'\"single\":[{' | '\"single\":[{\"Sequence\":{\"id\":\"A\"}},{' | only before it is supported"
            })
    void shouldSayWhatIsWrongWithAFileOfPieces(String from, String to, String reason)
            throws IOException {
        // Given
        String first =
                "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\",\"split\":false}";
        String json = TokenizerJsons.pieces("null", first, false).toString();
        assertTrue(json.contains(from), "the test's own text: " + from);
        Files.writeString(folder.resolve("tokenizer.json"), json.replace(from, to));

        // When
        var refused = assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));

        // Then
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void shouldNeverRunAFilesRegularExpression() throws IOException {
        // Given
        String json = TokenizerJsons.unigram().toString().replace(" {2,}", "(a+)+$");
        Files.writeString(folder.resolve("tokenizer.json"), json);

        // When
        var refused = assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));

        // Then
        assertTrue(refused.getMessage().contains("(a+)+$"), refused.getMessage());
    }

    @Test
    void shouldTakeTheDefaultOfSeveralTemplates() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"no\"},"
                        + " {\"name\": \"default\", \"template\": \"{{ messages[0].content }}\"}]}");

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        assertEquals("hello", loaded.decode(loaded.chatTemplate().prompt("hello")));
    }

    @Test
    void shouldHaveNoTemplateWithoutTheTokensOfOurs() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Files.delete(folder.resolve("tokenizer_config.json"));
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).replace("<|user|>", "<|sir|>"));

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        assertThrows(IllegalStateException.class, loaded::chatTemplate);
    }
}
