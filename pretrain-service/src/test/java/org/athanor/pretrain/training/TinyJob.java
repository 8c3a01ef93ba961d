package org.athanor.pretrain.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.TinyDatasets;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.pretrain.device.DeviceMemory;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.device.MachineMemory;
import org.athanor.pretrain.evaluation.ValidationSet;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;
import org.athanor.transformer.training.TrainingGuard;

/**
 * A pre-training that takes a second or two, whose data may hold batches of noise: what a tiny model has
 * learnt until then makes their loss jump.
 *
 * @param steps optimizer steps
 * @param interval steps between checkpoints, and between measurements on the validation split
 * @param noise batches of noise in the data, counted from 0
 * @param patience of the guard
 * @param mixed whether a second dataset has two rows in five, until it has been read twice
 */
record TinyJob(int steps, int interval, List<Integer> noise, int patience, boolean mixed) {

    private static final int BATCH = 8;
    private static final int TIME = 16;
    private static final int WINDOW = 8;
    private static final long SEED = 3;

    /** Of one dataset. */
    TinyJob(int steps, int interval, List<Integer> noise, int patience) {
        this(steps, interval, noise, patience, false);
    }

    /** What came out: its artifact's manifest. */
    Manifest train(ArtifactStore store, Engines engines, RunContext context) throws Exception {
        return train(store, engines, OptionalLong.empty(), context);
    }

    /** @param bytes of memory that there are, or empty for what the machine has */
    Manifest train(ArtifactStore store, Engines engines, OptionalLong bytes, RunContext context)
            throws Exception {
        return store.find(run(store, engines, bytes, context).artifact()).orElseThrow();
    }

    /** What was made and measured, on as many devices as there are engines. */
    RunOutcome run(ArtifactStore store, Engines engines, OptionalLong bytes, RunContext context)
            throws Exception {
        TokenDataset dataset = TokenDataset.open(store, TinyDatasets.text(store, 400, 40));
        DeviceMemory memory = new DeviceMemory(engines, new MachineMemory(), () -> bytes);
        Training training = new Training(engines, memory, store, AthanorJson.mapper());
        TokenDataset second = TokenDataset.open(store, TinyDatasets.text(store, 80, 10));
        try (TokenShard train = dataset.train();
                TokenShard other = second.train();
                TokenShard validation = dataset.validation()) {
            List<TokenWindows> windows = new ArrayList<>();
            windows.add(new TokenWindows(train, TIME));
            if (mixed) {
                windows.add(new TokenWindows(other, TIME));
            }
            return training.run(job(dataset, windows, validation), context);
        }
    }

    private TrainingJob job(
            TokenDataset dataset, List<TokenWindows> windows, TokenShard validation) {
        return new TrainingJob(
                recipe(),
                List.of(dataset.id()),
                Map.of("noise", noise),
                engine -> LanguageModel.initialise(engine, shape(dataset), SEED),
                dataset,
                position -> new NoisyBatches(windows, position),
                ValidationSet.ofWindows(validation, TIME, BATCH, BATCH),
                dataset.tokenizer().endOfText());
    }

    private static DecoderConfig shape(TokenDataset dataset) {
        return DecoderConfig.llama(
                dataset.tokenizer().vocabularySize(), 32, 2, 2, 2, 64, TIME, true);
    }

    private Recipe recipe() {
        return new Recipe(
                steps,
                BATCH,
                1,
                TIME,
                SEED,
                ComputeType.F32,
                new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1),
                Schedule.cosine(1e-2, 2, steps),
                false,
                null,
                new Recipe.Guard(new TrainingGuard.Limits(3, 0, WINDOW, patience), 2),
                new Recipe.Intervals(interval, 1, interval));
    }

    private final class NoisyBatches implements TrainingBatches {

        private final List<TokenWindows> windows;
        private final Mixture mixture;

        NoisyBatches(List<TokenWindows> windows, Mixture.Position position) {
            this.windows = windows;
            List<Mixture.Part> parts = new ArrayList<>();
            parts.add(new Mixture.Part(windows.getFirst().count(), 3, Mixture.ENDLESS));
            if (windows.size() > 1) {
                long rows = windows.get(1).count();
                parts.add(new Mixture.Part(rows, 2, 2 * rows));
            }
            this.mixture = new Mixture(parts, SEED, position);
        }

        @Override
        public Step next() {
            int batch = (int) (taken() / BATCH);
            int[][] rows = new int[BATCH][];
            for (int row = 0; row < BATCH; row++) {
                Mixture.Choice choice = mixture.next();
                rows[row] = windows.get(choice.part()).window(choice.row());
            }
            if (noise.contains(batch)) {
                Random random = new Random(batch);
                for (int[] row : rows) {
                    Arrays.setAll(row, t -> random.nextInt(256));
                }
            }
            return new Step(List.of(TokenBatch.ofWindows(rows)), (long) BATCH * TIME);
        }

        private long taken() {
            long taken = 0;
            for (int part = 0; part < windows.size(); part++) {
                taken += mixture.taken(part);
            }
            return taken;
        }

        @Override
        public Mixture.Position position() {
            return mixture.position();
        }
    }
}
