package org.athanor.transformer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ReferenceDecoder;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.tokenizer.TokenizerFiles;
import org.junit.jupiter.api.Test;

/** A real model with its real vocabulary, where they lie beside the checkout. */
class StoriesTest {

    private static final Path WEIGHTS = Path.of("../../../shared/data/weights");

    /** What llama.cpp, given this model as GGUF in f32, answers too. */
    private static final String KNOWN_START =
            ", there was a little girl named Lily. She loved to play outside in the park. One day,"
                    + " she saw a big, red ball. She wanted to play with it, but it was too high.\n"
                    + "Lily's mom said, \"Lily, let's go to the park.\"";

    @Test
    void shouldTellAStoryInFluentEnglish() throws IOException {
        // Given
        Path folder = WEIGHTS.resolve("stories260K_hf");
        Path vocabulary = WEIGHTS.resolve("tok512.bin");
        assumeTrue(
                Files.isDirectory(folder) && Files.exists(vocabulary),
                "stories260K and its vocabulary are not beside the checkout");
        Tokenizer tokenizer = TokenizerFiles.loadLlama2c(vocabulary);
        int[] prompt = tokenizer.encode("Once upon a time");

        try (LanguageModel model = LanguageModel.load(TestEngines.f32(), folder);
                Generator generator = new Generator(model)) {
            // When
            int[] story =
                    generator
                            .generate(
                                    List.of(prompt),
                                    SamplingOptions.greedy(200, tokenizer.stopIds()))
                            .getFirst()
                            .tokens();

            // Then
            String text = tokenizer.decode(story);
            assertTrue(text.startsWith(KNOWN_START), text);
            assertEquals("Once upon a time" + text, tokenizer.decode(concat(prompt, story)));
            assertLogitsAgree(model, prompt, story);
        }
    }

    /** Prompt and story against the independent float64 forward, on 64 positions. */
    private static void assertLogitsAgree(LanguageModel model, int[] prompt, int[] story) {
        int[] ids = Arrays.copyOf(concat(prompt, story), 64);
        float[][] logits = model.logits(new int[][] {ids})[0];
        double[][] expected = new ReferenceDecoder(model).logits(ids);
        for (int t = 0; t < ids.length; t++) {
            for (int v = 0; v < expected[t].length; v++) {
                assertEquals(expected[t][v], logits[t][v], 1e-4, "position " + t + " token " + v);
            }
        }
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
