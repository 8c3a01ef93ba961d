package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.athanor.transformer.model.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "'\"type\" : \"BPE\"' | '\"type\" : \"Unigram\"' | expected /model/type to be BPE",
                "'\"byte_fallback\" : false' | '\"byte_fallback\" : true' | byte_fallback",
                "'\"use_regex\" : true' | '\"use_regex\" : false' | split pattern",
                "'\"normalizer\" : null' | '\"normalizer\" : {\"type\":\"NFC\"}' | a normalizer",
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
        assertThrows(IllegalStateException.class, loaded::chatTemplate);
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
    void shouldNotRenderAnotherModelsTemplate() throws IOException {
        // Given
        Tokenizers.hello().save(folder);
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"chat_template\": \"{{ messages }}\"}");

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        assertThrows(IllegalStateException.class, loaded::chatTemplate);
    }
}
