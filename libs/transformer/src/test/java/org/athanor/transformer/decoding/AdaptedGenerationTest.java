package org.athanor.transformer.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.TinyAdapters;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several adapters over one base, in one batch. */
class AdaptedGenerationTest {

    private static final float F32_TOLERANCE = 1e-4f;
    private static final float BF16_TOLERANCE = 0.3f;
    private static final SamplingOptions GREEDY = SamplingOptions.greedy(20, Set.of());

    private static final List<int[]> PROMPTS =
            List.of(
                    TinyModels.ids(1, 9),
                    TinyModels.ids(1, 9),
                    TinyModels.ids(1, 9),
                    TinyModels.ids(4, 6),
                    TinyModels.ids(5, 2));

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldAnswerTogetherAsEachAdapterMergedAnswersAlone(DecoderConfig config) {
        Engine engine = TestEngines.f32();
        try (LanguageModel base = spread(engine, config);
                LoraAdapter all = TinyAdapters.allLinear(engine, config, 3, 5);
                LoraAdapter some = TinyAdapters.partial(engine, config, 4, 6);
                Generator generator = new Generator(base)) {
            // Given: the first three prompts are one and the same
            List<LoraAdapter> worn = Arrays.asList(null, all, some, all, null);

            // When
            List<Completion> together = generator.generateAdapted(prompts(worn), GREEDY, null);

            // Then
            for (int i = 0; i < PROMPTS.size(); i++) {
                try (LanguageModel alone =
                                worn.get(i) == null
                                        ? base.copy()
                                        : base.adapted(worn.get(i)).merged();
                        Generator single = new Generator(alone)) {
                    Completion expected = single.generate(PROMPTS.subList(i, i + 1), GREEDY).get(0);
                    assertArrayEquals(expected.tokens(), together.get(i).tokens(), "row " + i);
                    assertArrayEquals(
                            expected.logProbs(), together.get(i).logProbs(), F32_TOLERANCE);
                }
            }
            assertApart(together.get(0), together.get(1));
            assertApart(together.get(0), together.get(2));
            assertApart(together.get(1), together.get(2));
        }
    }

    /** So small a model may well repeat one token under any adapter, but not as surely. */
    private static void assertApart(Completion one, Completion other) {
        float apart = 0;
        for (int t = 0; t < one.logProbs().length; t++) {
            apart = Math.max(apart, Math.abs(one.logProbs()[t] - other.logProbs()[t]));
        }
        assertTrue(apart > 0.1f, "log-probabilities differ by " + apart + " at most");
    }

    @Test
    void shouldKeepEachRowsAdapterWhenOthersEnd() {
        Engine engine = TestEngines.f32();
        DecoderConfig config = TinyModels.llama();
        try (LanguageModel base = spread(engine, config);
                LoraAdapter all = TinyAdapters.allLinear(engine, config, 3, 5);
                LoraAdapter some = TinyAdapters.partial(engine, config, 4, 6);
                Generator generator = new Generator(base)) {
            // Given: rows that stop at different times, and are dropped then
            List<LoraAdapter> worn = Arrays.asList(null, all, some, all, null);
            List<Completion> free = generator.generateAdapted(prompts(worn), GREEDY, null);
            Set<Integer> stops =
                    Set.copyOf(
                            List.of(
                                    free.get(0).tokens()[3],
                                    free.get(3).tokens()[8],
                                    free.get(4).tokens()[5]));

            // When
            List<Completion> stopped =
                    generator.generateAdapted(
                            prompts(worn), SamplingOptions.greedy(20, stops), null);

            // Then
            for (int i = 0; i < PROMPTS.size(); i++) {
                int[] tokens = free.get(i).tokens();
                int end = 0;
                while (end < 19 && !stops.contains(tokens[end])) {
                    end++;
                }
                assertArrayEquals(Arrays.copyOf(tokens, end + 1), stopped.get(i).tokens());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldRecordTheLogProbsOfTheFullForward(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            float tolerance = engine == TestEngines.f32() ? F32_TOLERANCE : BF16_TOLERANCE;
            try (LanguageModel base = spread(engine, config);
                    LoraAdapter adapter = TinyAdapters.allLinear(engine, config, 3, 5);
                    LanguageModel adapted = base.adapted(adapter);
                    Generator generator = new Generator(adapted)) {
                // When: all rows wear what the generator's model wears
                List<Completion> completions =
                        generator.generate(
                                PROMPTS, new SamplingOptions(0.8f, 0, 1, 20, Set.of(), 5));

                // Then
                for (int i = 0; i < PROMPTS.size(); i++) {
                    int[] prompt = PROMPTS.get(i);
                    int[] answer = completions.get(i).tokens();
                    int[] all = Arrays.copyOf(prompt, prompt.length + answer.length);
                    System.arraycopy(answer, 0, all, prompt.length, answer.length);
                    float[] full = adapted.logProbs(new int[][] {all}, 0.8f)[0];
                    assertArrayEquals(
                            Arrays.copyOfRange(full, prompt.length - 1, full.length),
                            completions.get(i).logProbs(),
                            tolerance,
                            engine.computeType() + " row " + i);
                }
            }
        }
    }

    @Test
    void shouldUseTheAdapterAsItIsNow() {
        Engine engine = TestEngines.f32();
        DecoderConfig config = TinyModels.llama();
        try (LanguageModel base = spread(engine, config);
                LoraAdapter adapter = TinyAdapters.allLinear(engine, config, 3, 5);
                LanguageModel adapted = base.adapted(adapter);
                Generator generator = new Generator(adapted)) {
            // Given
            int[] before = generator.generate(PROMPTS, GREEDY).get(1).tokens();

            // When
            adapter.weights().tensors().forEach(tensor -> tensor.muli(0f));
            int[] after = generator.generate(PROMPTS, GREEDY).get(1).tokens();

            // Then
            assertFalse(Arrays.equals(before, after));
            try (Generator plain = new Generator(base)) {
                assertArrayEquals(plain.generate(PROMPTS, GREEDY).get(1).tokens(), after);
            }
        }
    }

    @Test
    void shouldRefuseAnAdapterOfAnotherShape() {
        Engine engine = TestEngines.f32();
        try (LanguageModel base = spread(engine, TinyModels.llama());
                LoraAdapter other = TinyAdapters.allLinear(engine, TinyModels.gpt2(), 3, 5);
                Generator generator = new Generator(base)) {
            List<AdaptedPrompt> prompts = List.of(new AdaptedPrompt(TinyModels.ids(1, 4), other));
            IllegalArgumentException refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> generator.generateAdapted(prompts, GREEDY, null));
            assertEquals(true, refusal.getMessage().contains("another shape"));
        }
    }

    private static List<AdaptedPrompt> prompts(List<LoraAdapter> worn) {
        List<AdaptedPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < PROMPTS.size(); i++) {
            prompts.add(new AdaptedPrompt(PROMPTS.get(i), worn.get(i)));
        }
        return prompts;
    }

    private static LanguageModel spread(Engine engine, DecoderConfig config) {
        LanguageModel model = LanguageModel.initialise(engine, config, 21);
        model.weights().tensors().stream()
                .filter(t -> t.getShape().dimension() == 2)
                .forEach(t -> t.muli(8f));
        return model;
    }
}
