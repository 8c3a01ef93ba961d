package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTest {

    @TempDir Path folder;

    /** Theirs takes special tokens out of any text, ours never: the texts have none. */
    @ParameterizedTest
    @ValueSource(strings = {"r50k_base", "cl100k_base", "o200k_base"})
    void shouldEncodeAsHuggingFaceDoesWithTheFileThatWeWrite(String name) throws IOException {
        // Given
        Tokenizer tokenizer = Tokenizer.named(name);
        tokenizer.save(folder);
        try (HuggingFaceTokenizer reference =
                HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
            Random random = new Random(41);
            for (int round = 0; round < 5_000; round++) {
                String text =
                        RandomText.of(random, 1 + random.nextInt(20))
                                .replace("<|endoftext|>", "<|end|>");

                // When
                int[] ids = tokenizer.encode(text);

                // Then
                long[] expected = reference.encode(text, false, false).getIds();
                assertArrayEquals(expected, Arrays.stream(ids).asLongStream().toArray(), text);
            }
        }
    }
}
