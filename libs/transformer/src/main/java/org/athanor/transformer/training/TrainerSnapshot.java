package org.athanor.transformer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.transformer.model.HostTensors;
import org.athanor.transformer.model.LanguageModel;

/**
 * A trainer's state at one step, in the host's memory, so that another thread can write it while the
 * trainer goes on. One at a time: {@link #take} overwrites what the last one took, so it must not be
 * called while {@link #save} runs. Closed before its trainer.
 */
public final class TrainerSnapshot implements AutoCloseable {

    /** Weights and two moments. */
    private static final int TENSORS_A_WEIGHT = 3;

    private final LanguageModel model;
    private final Optimizer optimizer;
    private final HostTensors weights;
    private final HostTensors moments;
    private long steps;

    TrainerSnapshot(LanguageModel model, Optimizer optimizer) {
        this.model = model;
        this.optimizer = optimizer;
        this.weights = new HostTensors(model.engine(), model.learning().tensors());
        this.moments = new HostTensors(model.engine(), optimizer.moments());
    }

    /** Bytes of host memory that a snapshot takes at most, for a model of so many parameters. */
    public static long bytes(long parameters) {
        return Math.multiplyExact(parameters, (long) TENSORS_A_WEIGHT * Float.BYTES);
    }

    /** Copies the state after the trainer's last step; on the thread that trains. */
    public void take() {
        weights.take();
        moments.take();
        steps = optimizer.steps();
    }

    /** Writes the files of {@link LanguageModelTrainer#saveCheckpoint}; on any thread. */
    public void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        model.saveWeights(folder.resolve(LanguageModel.WEIGHTS_FILE), weights);
        optimizer.save(folder.resolve(Optimizer.FILE), moments, steps);
    }

    @Override
    public void close() {
        weights.close();
        moments.close();
    }
}
