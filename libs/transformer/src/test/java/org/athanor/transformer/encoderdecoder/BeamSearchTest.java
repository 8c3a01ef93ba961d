package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BeamSearchTest {

    private static EncoderDecoderModel model;
    private static BeamSearch search;

    /** Half trained, so that it has something to say, ends it, and is often unsure. */
    @BeforeAll
    static void train() {
        model = EncoderDecoderModel.initialise(TestEngines.f32(), TinyPairs.config(), 1);
        Random random = new Random(5);
        try (EncoderDecoderTrainer trainer =
                new EncoderDecoderTrainer(
                        model,
                        TrainingOptions.plain(),
                        EncoderDecoderTrainer.ADAM,
                        Schedule.constant(3e-3))) {
            for (int i = 0; i < 50; i++) {
                trainer.step(List.of(TinyPairs.reversals(random, 32, 8)));
            }
        }
        search = new BeamSearch(model);
    }

    @AfterAll
    static void close() {
        search.close();
        model.close();
    }

    @Test
    void shouldBeGreedyWithABeamOfOne() {
        // Given
        int[][] sources = sources(8);

        // When
        List<Translation> greedy = search.translate(sources, BeamOptions.greedy());

        // Then: each token is the most probable one after those before it
        for (int i = 0; i < sources.length; i++) {
            Translation said = greedy.get(i);
            float[][] logits = model.logits(pair(sources[i], tokens(said)))[0];
            for (int t = 0; t < said.tokens().length; t++) {
                assertEquals(argmax(logits[t]), said.tokens()[t], "row " + i + " token " + t);
            }
            if (said.ended()) {
                assertEquals(TinyPairs.END, argmax(logits[said.tokens().length]));
            }
        }
    }

    @Test
    void shouldFindATargetAtLeastAsProbableAsGreedyDecoding() {
        // Given: no length penalty, so that the score is the probability
        int[][] sources = sources(40);

        // When
        List<Translation> greedy = search.translate(sources, BeamOptions.greedy());
        List<Translation> beam = search.translate(sources, new BeamOptions(4, 0, 50));

        // Then
        int better = 0;
        int ended = 0;
        for (int i = 0; i < sources.length; i++) {
            Translation other = greedy.get(i);
            if (other.ended()) {
                ended++;
                assertTrue(beam.get(i).ended());
                assertTrue(beam.get(i).logProb() >= other.logProb() - 1e-4, "row " + i);
                better += beam.get(i).logProb() > other.logProb() + 1e-3 ? 1 : 0;
            }
        }
        assertTrue(ended > 20, ended + " have ended");
        assertTrue(better > 4, better + " are better");
    }

    @Test
    void shouldSayHowProbableItsTargetIs() {
        // Given
        int[][] sources = sources(12);

        // When
        List<Translation> found = search.translate(sources, new BeamOptions(4, 0.6, 4));

        // Then: the cached decoder agrees with one pass over the whole target
        for (int i = 0; i < sources.length; i++) {
            Translation said = found.get(i);
            float[] logProbs = model.logProbs(pair(sources[i], tokens(said)))[0];
            int counted = said.tokens().length + (said.ended() ? 1 : 0);
            double sum = 0;
            for (int t = 0; t < counted; t++) {
                sum += logProbs[t];
            }
            assertEquals(sum, said.logProb(), 1e-3, "row " + i);
            assertEquals(said.logProb() / Math.pow((5.0 + counted) / 6.0, 0.6), said.score(), 1e-9);
        }
    }

    @Test
    void shouldFindTheBestOfAllWhenTheBeamHoldsAll() {
        // Given: targets of at most 3 tokens, of which the last must be the end
        int[][] sources = sources(6);
        int room = 3;
        for (double alpha : new double[] {0, 0.6, 3}) {
            for (int[] source : sources) {
                int[] shortSource = Arrays.copyOf(source, 1);
                BeamOptions options = new BeamOptions(1000, alpha, room - 1);

                // When
                Translation found = search.translate(new int[][] {shortSource}, options).get(0);

                // Then
                Translation best = bestOfAll(model, shortSource, options, room);
                assertTrue(found.ended());
                assertArrayEquals(best.tokens(), found.tokens());
                assertEquals(best.score(), found.score(), 1e-4);
            }
        }
    }

    /** Scores every target of up to {@code room} tokens with its end. */
    private static Translation bestOfAll(
            EncoderDecoderModel model, int[] source, BeamOptions options, int room) {
        List<int[]> targets = new ArrayList<>(List.of(new int[0]));
        for (int i = 0; i < targets.size(); i++) {
            int[] target = targets.get(i);
            for (int v = 0; v < TinyPairs.VOCABULARY && target.length < room - 1; v++) {
                if (v != TinyPairs.END) {
                    int[] longer = Arrays.copyOf(target, target.length + 1);
                    longer[target.length] = v;
                    targets.add(longer);
                }
            }
        }
        int[][] sources = new int[targets.size()][];
        Arrays.fill(sources, source);
        float[][] logProbs = model.logProbs(new PairBatch(sources, targets.toArray(int[][]::new)));
        Translation best = null;
        for (int i = 0; i < logProbs.length; i++) {
            double logProb = 0;
            for (float token : logProbs[i]) {
                logProb += token;
            }
            double score = options.score(logProb, logProbs[i].length);
            if (best == null || score > best.score()) {
                best = new Translation(targets.get(i), logProb, score, true);
            }
        }
        return best;
    }

    @Test
    void shouldFindTheSameAloneAndAmongOthers() {
        // Given: more sources than fit into one forward
        int[][] sources = sources(70);

        // When
        List<Translation> together = search.translate(sources, BeamOptions.paper());

        // Then
        for (int i = 0; i < sources.length; i += 9) {
            Translation alone =
                    search.translate(new int[][] {sources[i]}, BeamOptions.paper()).get(0);
            assertArrayEquals(alone.tokens(), together.get(i).tokens(), "row " + i);
            assertEquals(alone.logProb(), together.get(i).logProb(), 1e-4);
        }
    }

    @Test
    void shouldPreferLongerTargetsWithALengthPenalty() {
        // Given: P = e^-2.0 in 2 tokens, and e^-2.4 in 6
        BeamOptions none = new BeamOptions(4, 0, 50);
        BeamOptions paper = BeamOptions.paper();

        // Then: lp(2) = (7/6)^0.6 = 1.0969, lp(6) = (11/6)^0.6 = 1.4387
        assertTrue(none.score(-2.0, 2) > none.score(-2.4, 6));
        assertEquals(-1.8233, paper.score(-2.0, 2), 1e-4);
        assertEquals(-1.6682, paper.score(-2.4, 6), 1e-4);
    }

    @Test
    void shouldStopWhereThereIsNoMoreRoom() {
        // Given: a model that never ends, for the end's row of the embedding is turned away
        try (EncoderDecoderModel model = TinyPairs.spread(TestEngines.f32())) {
            float[] embedding = model.weights().tensors().get(0).toFloatArray();
            float[] bias =
                    model.weights()
                            .tensors()
                            .get(model.weights().tensors().size() - 1)
                            .toFloatArray();
            for (int j = 0; j < bias.length; j++) {
                embedding[TinyPairs.END * bias.length + j] = -10 * bias[j];
                bias[j] *= 10;
            }
            model.weights().tensors().get(0).set(embedding);
            model.weights().tensors().get(model.weights().tensors().size() - 1).set(bias);
            try (BeamSearch search = new BeamSearch(model)) {
                // When
                Translation bounded =
                        search.translate(new int[][] {{2, 3}}, new BeamOptions(4, 0.6, 3)).get(0);
                Translation longest =
                        search.translate(new int[][] {{2, 3}}, BeamOptions.paper()).get(0);

                // Then: the source's 2 and 3 more; and the model's own bound of 24
                assertFalse(bounded.ended());
                assertEquals(5, bounded.tokens().length);
                assertEquals(24, longest.tokens().length);
            }
        }
    }

    @Test
    void shouldRefuseAnEmptySourceAndABeamOfNothing() {
        assertThrows(
                IllegalArgumentException.class,
                () -> search.translate(new int[][] {{}}, BeamOptions.paper()));
        assertThrows(IllegalArgumentException.class, () -> new BeamOptions(0, 0.6, 50));
    }

    private static int[][] sources(int count) {
        Random random = new Random(21);
        int[][] sources = new int[count][];
        for (int i = 0; i < count; i++) {
            sources[i] = TinyPairs.symbols(random, 1 + random.nextInt(9));
        }
        return sources;
    }

    /** The tokens as a target, one fewer where there is no room for an end behind them. */
    private static int[] tokens(Translation said) {
        return Arrays.copyOf(said.tokens(), Math.min(said.tokens().length, 23));
    }

    private static PairBatch pair(int[] source, int[] target) {
        return new PairBatch(new int[][] {source}, new int[][] {target});
    }

    private static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
