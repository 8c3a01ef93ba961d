package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.athanor.transformer.model.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiktokenFileTest {

    private static final Map<String, Integer> SPECIAL = Map.of("<|endoftext|>", 50_256);

    @TempDir private Path folder;

    @Test
    void shouldComeBackWithTheSameIds() throws IOException {
        // Given
        Tokenizer named = Tokenizer.named("r50k_base");
        Path file = folder.resolve("r50k_base.tiktoken");

        // When
        TokenizerFiles.saveTiktoken(named, file);

        // Then
        Tokenizer loaded = TokenizerFiles.loadTiktoken(file, SplitPattern.GPT2, SPECIAL);
        assertTrue(Files.readString(file).startsWith("IQ== 0\nIg== 1\n"));
        assertEquals(50_257, loaded.vocabularySize());
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            String text = RandomText.of(random, 10);
            assertArrayEquals(named.encode(text), loaded.encode(text), text);
        }
        assertEquals(50_256, loaded.endOfText());
    }

    @Test
    void shouldBeWrittenAsTokenizerJsonToo() throws IOException {
        // Given
        Tokenizer named = Tokenizer.named("r50k_base");

        // When
        TokenizerFiles.saveTokenizerJson(named, folder);

        // Then
        Tokenizer loaded = Tokenizer.load(folder);
        assertArrayEquals(
                named.encode(NaiveBpe.SAMPLE), loaded.encode(NaiveBpe.SAMPLE), NaiveBpe.SAMPLE);
    }

    @Test
    void shouldHoldATokenizerThatWasTrainedHere() throws IOException {
        // Given
        Path file = folder.resolve("own.tiktoken");
        Tokenizer own = Tokenizers.hello();

        // When
        TokenizerFiles.saveTiktoken(own, file);

        // Then
        Tokenizer loaded =
                TokenizerFiles.loadTiktoken(file, SplitPattern.GPT2, own.specialTokens());
        assertArrayEquals(own.encode("hello world hell"), loaded.encode("hello world hell"));
    }

    @Test
    void shouldRefuseToWriteWhatRanksCannotSay() {
        // Given: "abc" is made of "bc", which ranks would not make before "ab"
        Tokenizer tokenizer =
                Tokenizer.ofMerges(
                        List.of(new Merge('a', 'b'), new Merge('b', 'c'), new Merge('a', 257)));

        // Then
        assertThrows(
                IllegalArgumentException.class,
                () -> TokenizerFiles.saveTiktoken(tokenizer, folder.resolve("x.tiktoken")));
    }

    @ParameterizedTest
    @CsvSource({
        "IQ==, line 1",
        "IQ== x, line 1",
        "IQ== -1, line 1",
        "IQ== 99999999, line 1",
        "I!== 1, line 1",
        "' 1', line 1",
        "IQ== 0, no token for the bytes"
    })
    void shouldSayWhatIsWrong(String line, String reason) throws IOException {
        // Given
        Path file = folder.resolve("bad.tiktoken");
        Files.writeString(file, line + "\n");

        // When
        var refused =
                assertThrows(
                        TokenizerFormatException.class,
                        () -> TokenizerFiles.loadTiktoken(file, SplitPattern.GPT2, SPECIAL));

        // Then
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void shouldReadOrRefuseEveryDamagedFile() throws IOException {
        Path file = folder.resolve("own.tiktoken");
        TokenizerFiles.saveTiktoken(Tokenizers.hello(), file);
        Mutations.readOrRefuse(
                file,
                () -> TokenizerFiles.loadTiktoken(file, SplitPattern.GPT2, Map.of()),
                64 << 20,
                TokenizerFormatException.class);
    }
}
