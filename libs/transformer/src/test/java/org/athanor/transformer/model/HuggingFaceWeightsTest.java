package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.transformer.engine.TestEngines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of both families, where they lie beside the checkout. */
class HuggingFaceWeightsTest {

    @ParameterizedTest
    @CsvSource({"stories260K_hf, 512, LLAMA", "tiny-random-gpt2, 1000, GPT2"})
    void shouldReadRealWeightsAndAgreeWithTheReferenceForward(
            String name, int vocabulary, Family family) throws IOException {
        // Given
        Path folder = Path.of("../../../shared/data/weights").resolve(name);
        assumeTrue(Files.isDirectory(folder), "no weights beside the checkout: " + name);
        int[] ids = {1, 403, 407, 261, 378, 97, 5, 9, 300, 12};

        try (LanguageModel model = LanguageModel.load(TestEngines.f32(), folder)) {
            // When
            float[][] logits = model.logits(new int[][] {ids})[0];

            // Then
            assertEquals(family, model.config().family());
            assertEquals(vocabulary, model.config().vocabularySize());
            double[][] expected = new ReferenceDecoder(model).logits(ids);
            for (int t = 0; t < ids.length; t++) {
                for (int v = 0; v < vocabulary; v++) {
                    assertEquals(
                            expected[t][v], logits[t][v], 1e-4, "position " + t + " token " + v);
                }
            }
        }
    }
}
