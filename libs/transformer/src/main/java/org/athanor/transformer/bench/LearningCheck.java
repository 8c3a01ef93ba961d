package org.athanor.transformer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.training.Evaluation;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;

/**
 * A training from scratch on random windows of a text, and the loss on its whole last tenth: whether the
 * engine not only computes what it should but learns what others learn.
 *
 * @param config its context is the length of a window
 * @param batch windows a step
 * @param schedule says how many steps, too
 */
record LearningCheck(
        DecoderConfig config, int batch, Schedule schedule, OptimizerConfig optimizer) {

    private static final int EVALUATION_BATCH = 64;

    /**
     * @param validationLoss mean nats a character, in windows one after the other, so that every character
     *     but the first is predicted once
     * @param seconds from the first weight to the last evaluation
     */
    record Result(double validationLoss, double seconds) {}

    /**
     * The known small configuration for texts by characters: GPT-2 of 4 layers, 4 heads and width 128,
     * context 64, 2,000 steps of 12 windows. GPT-2's biases stay and learn; others leave them out.
     */
    static LearningCheck characters(int vocabularySize, boolean muon) {
        OptimizerConfig adamW = new OptimizerConfig(0.9, 0.99, 1e-8, 0.1, 1);
        return new LearningCheck(
                DecoderConfig.gpt2(vocabularySize, 128, 4, 4, 64),
                12,
                Schedule.cosine(1e-3, 100, 2000),
                muon ? adamW.withMuon() : adamW);
    }

    /** @param seed of the weights and of the choice of windows */
    Result run(Engine engine, CharacterText text, long seed) {
        text.requireWindows(config.contextLength());
        long start = System.nanoTime();
        Random random = new Random(seed);
        try (LanguageModel model = LanguageModel.initialise(engine, config, seed);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(model, optimizer, schedule)) {
            for (long step = 0; step < schedule.totalSteps(); step++) {
                trainer.step(List.of(randomWindows(text.training(), random)));
            }
            double loss = validationLoss(trainer, text.validation());
            return new Result(loss, (System.nanoTime() - start) / 1e9);
        }
    }

    private TokenBatch randomWindows(int[] ids, Random random) {
        int[][] windows = new int[batch][];
        for (int row = 0; row < batch; row++) {
            int first = random.nextInt(ids.length - config.contextLength());
            windows[row] = Arrays.copyOfRange(ids, first, first + config.contextLength() + 1);
        }
        return TokenBatch.ofWindows(windows);
    }

    private double validationLoss(LanguageModelTrainer trainer, int[] ids) {
        Evaluation evaluation = Evaluation.NOTHING;
        for (List<int[]> windows : windows(ids)) {
            TokenBatch tokens = TokenBatch.ofWindows(windows.toArray(int[][]::new));
            evaluation = evaluation.plus(trainer.evaluate(tokens));
        }
        return evaluation.loss();
    }

    /** Windows that share one token, the last target and first input, in batches; the shorter rest alone. */
    List<List<int[]>> windows(int[] ids) {
        List<List<int[]>> batches = new ArrayList<>();
        int time = config.contextLength();
        for (int first = 0; first + 1 < ids.length; first += time) {
            int[] window = Arrays.copyOfRange(ids, first, Math.min(first + time + 1, ids.length));
            boolean whole = window.length == time + 1;
            if (first % (time * EVALUATION_BATCH) == 0 || !whole) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(window);
        }
        return batches;
    }
}
