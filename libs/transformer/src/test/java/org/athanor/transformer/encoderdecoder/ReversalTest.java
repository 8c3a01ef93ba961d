package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.Test;

/** The whole of it on a task: sequences of up to 8 of 11 symbols are to be said backwards. */
class ReversalTest {

    private static final int LONGEST = 8;
    private static final int STEPS = 400;

    private final Set<List<Integer>> seen = new HashSet<>();

    @Test
    void shouldLearnToReverseSequencesItHasNotSeen() {
        // Given
        Random random = new Random(1);
        try (EncoderDecoderModel model = model();
                EncoderDecoderTrainer trainer = trainer(model)) {
            // When
            train(trainer, random, STEPS);

            // Then
            int[][] unseen = unseen(random, 200);
            int greedy = exact(model, unseen, BeamOptions.greedy());
            int beam = exact(model, unseen, BeamOptions.paper());
            assertTrue(greedy >= 190, greedy + " of 200 exact, greedy");
            assertTrue(beam >= 190, beam + " of 200 exact, with a beam");
        }
    }

    @Test
    void shouldLearnTheSameBitByBit() {
        String[] digests = new String[2];
        for (int i = 0; i < digests.length; i++) {
            try (EncoderDecoderModel model = model();
                    EncoderDecoderTrainer trainer = trainer(model)) {
                train(trainer, new Random(1), 25);
                digests[i] = model.sha256();
            }
        }
        assertEquals(digests[0], digests[1]);
    }

    private static EncoderDecoderModel model() {
        EncoderDecoderConfig config =
                new EncoderDecoderConfig(
                        TinyPairs.VOCABULARY, 64, 1, 1, 4, 128, 16, TinyPairs.START, TinyPairs.END);
        return EncoderDecoderModel.initialise(TestEngines.f32(), config, 1);
    }

    private static EncoderDecoderTrainer trainer(EncoderDecoderModel model) {
        return new EncoderDecoderTrainer(
                model,
                new TrainingOptions(0.1, 0, 1),
                EncoderDecoderTrainer.ADAM,
                Schedule.linear(4e-3, 80, STEPS + 1));
    }

    private void train(EncoderDecoderTrainer trainer, Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            PairBatch batch = TinyPairs.reversals(random, 64, LONGEST);
            Arrays.stream(batch.sources()).map(ReversalTest::key).forEach(seen::add);
            trainer.step(List.of(batch));
        }
    }

    private int[][] unseen(Random random, int count) {
        int[][] unseen = new int[count][];
        for (int i = 0; i < count; ) {
            int[] symbols = TinyPairs.symbols(random, 4 + random.nextInt(LONGEST - 3));
            if (seen.add(key(symbols))) {
                unseen[i++] = symbols;
            }
        }
        return unseen;
    }

    private static int exact(EncoderDecoderModel model, int[][] sources, BeamOptions options) {
        try (BeamSearch search = new BeamSearch(model)) {
            List<Translation> said = search.translate(sources, options);
            int exact = 0;
            for (int i = 0; i < sources.length; i++) {
                exact +=
                        Arrays.equals(said.get(i).tokens(), TinyPairs.reversed(sources[i])) ? 1 : 0;
            }
            return exact;
        }
    }

    private static List<Integer> key(int[] symbols) {
        return Arrays.stream(symbols).boxed().toList();
    }
}
