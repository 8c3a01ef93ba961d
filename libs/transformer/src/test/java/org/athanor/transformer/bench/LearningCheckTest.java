package org.athanor.transformer.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of the benchmark: a language whose entropy is known, learnt within seconds. */
class LearningCheckTest {

    private static final int LETTERS = 4;
    private static final int CONTEXT = 32;

    /** A letter that is not chance. */
    private static final double RULE = 0.75;

    /**
     * Nats of a letter to whoever knows the language: the letter that the rule wants has 13/16, the others
     * 1/16 each; the first letter predicted in a window has nothing two before it and costs ln 4.
     */
    private static final double ENTROPY = 0.68857;

    private static final double LEAST = ((CONTEXT - 1) * ENTROPY + Math.log(LETTERS)) / CONTEXT;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLearnALanguageUpToItsEntropy(boolean muon) {
        // Given
        CharacterText text = CharacterText.of(language(new Random(1), 60_000));
        OptimizerConfig adamW = new OptimizerConfig(0.9, 0.99, 1e-8, 0.1, 1);
        LearningCheck check =
                new LearningCheck(
                        DecoderConfig.gpt2(LETTERS, 32, 1, 2, CONTEXT),
                        16,
                        Schedule.cosine(5e-3, 20, 300),
                        muon ? adamW.withMuon() : adamW);

        // When
        LearningCheck.Result result = check.run(TestEngines.f32(), text, 1);

        // Then
        double loss = result.validationLoss();
        assertTrue(loss < LEAST + 0.03, "loss " + loss + ", the language allows " + LEAST);
        assertTrue(loss > LEAST - 0.03, "loss " + loss + ", knows more than there is: " + LEAST);
    }

    /** Three letters of four are the successor of the letter two before, the others chance. */
    private static String language(Random random, int length) {
        StringBuilder text = new StringBuilder("ab");
        while (text.length() < length) {
            char twoBefore = text.charAt(text.length() - 2);
            int next =
                    random.nextDouble() < RULE
                            ? (twoBefore - 'a' + 1) % LETTERS
                            : random.nextInt(LETTERS);
            text.append((char) ('a' + next));
        }
        return text.toString();
    }

    @Test
    void shouldPredictEveryTokenButTheFirstOnce() {
        // Given: 70 windows of 64 and a rest of 9 targets
        LearningCheck check = LearningCheck.characters(5000, false);
        int[] ids = IntStream.rangeClosed(0, 70 * 64 + 9).toArray();

        // When
        List<List<int[]>> batches = check.windows(ids);

        // Then
        assertEquals(List.of(64, 6, 1), batches.stream().map(List::size).toList());
        int[] targets =
                batches.stream()
                        .flatMap(List::stream)
                        .flatMapToInt(window -> IntStream.of(window).skip(1))
                        .toArray();
        assertArrayEquals(IntStream.rangeClosed(1, 70 * 64 + 9).toArray(), targets);
    }
}
