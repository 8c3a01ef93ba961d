package org.athanor.pretrain.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.Presets;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;
import org.athanor.transformer.training.TrainingGuard;

/**
 * Measures, for a model of the preset {@code small}, how long its training waits for checkpoints. No test:
 * a program that prints its figures. Arguments: steps, and steps between checkpoints.
 */
public final class CheckpointStall {

    private static final int BATCH = 8;
    private static final int WARMUP = 3;

    private CheckpointStall() {}

    public static void main(String[] arguments) throws Exception {
        int steps = Integer.parseInt(arguments[0]);
        int interval = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory(Path.of(""), "checkpoint-stall-");
        try (Engine engine = Engine.open();
                LanguageModel model = LanguageModel.initialise(engine, Presets.named("small"), 1);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(
                                model, OptimizerConfig.pretraining(), Schedule.constant(1e-4))) {
            System.out.printf("%s, %,d parameters%n", engine.describe(), model.parameters());
            TokenBatch tokens = TokenBatch.ofWindows(rows(model.config()));
            for (int i = 0; i < WARMUP; i++) {
                trainer.step(List.of(tokens));
            }
            double alone = plain(trainer, tokens, steps);
            System.out.printf("step alone %.1f ms%n", alone);
            for (boolean inMemory : new boolean[] {false, true}) {
                StateCopy copy = inMemory ? StateCopy.inMemory(trainer) : StateCopy.onDisk(trainer);
                measure(inMemory, trainer, tokens, copy, folder, steps, interval);
            }
            System.out.printf("step alone %.1f ms%n", plain(trainer, tokens, steps));
        }
    }

    private static double plain(LanguageModelTrainer trainer, TokenBatch tokens, int steps) {
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            trainer.step(List.of(tokens));
        }
        return (System.nanoTime() - start) / 1e6 / steps;
    }

    private static void measure(
            boolean inMemory,
            LanguageModelTrainer trainer,
            TokenBatch tokens,
            StateCopy copy,
            Path folder,
            int steps,
            int interval)
            throws IOException {
        RecordedRun run = new RecordedRun(folder.resolve("last"));
        DirectoryArtifactStore store =
                new DirectoryArtifactStore(folder.resolve("store"), Clock.systemUTC());
        double[] stalls = new double[steps / interval];
        double inSteps = 0;
        long start = System.nanoTime();
        try (CheckpointWriter writer =
                new CheckpointWriter(
                        run.runId(),
                        copy,
                        new Checkpoints(store, AthanorJson.mapper(), run, List.of()),
                        () -> {})) {
            for (int i = 1; i <= steps; i++) {
                writer.throwIfFailed();
                long begun = System.nanoTime();
                trainer.step(List.of(tokens));
                inSteps += (System.nanoTime() - begun) / 1e6;
                writer.confirm();
                if (i % interval == 0) {
                    begun = System.nanoTime();
                    writer.take(
                            new TrainingState(
                                    trainer.steps(),
                                    Mixture.Position.START,
                                    1,
                                    ComputeType.F32,
                                    TrainingGuard.State.START,
                                    0,
                                    1),
                            ValidationLoss.NONE);
                    stalls[i / interval - 1] = (System.nanoTime() - begun) / 1e6;
                }
            }
            System.out.printf(
                    "%s: %d steps with a checkpoint every %d: %.1f ms a step in all, %.1f ms within steps; stalls %s ms%n",
                    inMemory ? "in memory" : "on disk",
                    steps,
                    interval,
                    (System.nanoTime() - start) / 1e6 / steps,
                    inSteps / steps,
                    Arrays.toString(Arrays.stream(stalls).mapToLong(Math::round).toArray()));
        }
    }

    private static int[][] rows(DecoderConfig config) {
        Random random = new Random(1);
        int[][] rows = new int[BATCH][config.contextLength() + 1];
        for (int[] row : rows) {
            Arrays.setAll(row, t -> random.nextInt(config.vocabularySize()));
        }
        return rows;
    }
}
