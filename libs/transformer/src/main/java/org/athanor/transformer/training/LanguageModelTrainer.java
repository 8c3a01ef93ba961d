package org.athanor.transformer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;

/**
 * Trains a language model on next-token cross-entropy. A step is a global batch in micro-batches whose
 * loss is the mean over all its counted tokens, however they are spread. A model that wears an adapter
 * keeps its weights, and the adapter learns. The same model, batches, threads and number of devices give
 * the same bits on a processor. Not thread-safe.
 *
 * <p>On several devices each has a replica of the weights and works on a share of the step; gradients are
 * added up on the model's device, which makes the one update, and the replicas take the new weights over
 * when the next step begins. Against one device two things round differently and nothing else: a weight's
 * gradient, and the loss, are summed over each share first and then over the devices; and a micro-batch
 * that had to be cut by its rows, because there was not one for each device, goes through products of
 * another shape. One whole micro-batch a device is summed in the order of one device.
 */
public final class LanguageModelTrainer implements AutoCloseable {

    private final LanguageModel model;
    private final Engine engine;
    private final Schedule schedule;
    private final Optimizer optimizer;
    private final DataParallel gradients;

    public LanguageModelTrainer(LanguageModel model, OptimizerConfig optimizer, Schedule schedule) {
        this(model, optimizer, schedule, false);
    }

    /**
     * @param recompute whether layers run a second time instead of keeping what their gradients need
     *     (gradient checkpointing, arXiv:1604.06174): a third more operations for far less memory
     */
    public LanguageModelTrainer(
            LanguageModel model, OptimizerConfig optimizer, Schedule schedule, boolean recompute) {
        this(model, List.of(), optimizer, schedule, recompute);
    }

    /**
     * A trainer that spreads its steps over several devices. Every one of them has room for weights,
     * gradients and activations, the model's own for the optimizer's state besides.
     *
     * @param others an engine on each device besides the model's own, of the model's compute type; they
     *     stay the caller's to close, after the trainer
     * @param recompute see above
     * @throws IllegalArgumentException when one of them computes in another type
     */
    public LanguageModelTrainer(
            LanguageModel model,
            List<Engine> others,
            OptimizerConfig optimizer,
            Schedule schedule,
            boolean recompute) {
        this.model = model;
        this.engine = model.engine();
        this.schedule = schedule;
        this.optimizer = new Optimizer(model.learning(), optimizer);
        try {
            this.gradients = new DataParallel(model, others, recompute);
        } catch (RuntimeException e) {
            this.optimizer.close();
            throw e;
        }
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** Steps made so far. */
    public long steps() {
        return optimizer.steps();
    }

    /** Devices that a step is spread over. */
    public int devices() {
        return gradients.devices();
    }

    /**
     * One update.
     *
     * @throws NonFiniteLossException when the loss or its gradient is not finite; the weights are
     *     untouched then, as they are when a device fails
     * @throws IllegalArgumentException when no token counts or an id is outside the vocabulary
     */
    public StepResult step(List<TokenBatch> microBatches) {
        long counted = microBatches.stream().mapToLong(TokenBatch::countedTokens).sum();
        if (counted == 0) {
            throw new IllegalArgumentException("no token of the batch counts in the loss");
        }
        try (NDManager scope = engine.newManager()) {
            GradientSum sum = gradients.gradients(scope, microBatches, counted);
            double loss = sum.nats() / counted;
            double rate = schedule.rate(steps() + 1);
            double norm = optimizer.step(sum.tensors(), loss, rate);
            return new StepResult(steps(), loss, norm, rate, counted);
        }
    }

    /** Summed loss of a batch, without learning from it; on the model's own device. */
    public Evaluation evaluate(TokenBatch batch) {
        return gradients.own().evaluate(batch);
    }

    /**
     * Writes {@code model.safetensors}, with what learns alone, and {@code optimizer.safetensors}:
     * everything that a step reads but the data, whose position the caller keeps, and what is frozen.
     */
    public void saveCheckpoint(Path folder) throws IOException {
        Files.createDirectories(folder);
        model.saveWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.save(folder.resolve(Optimizer.FILE));
    }

    /** Room for a copy of what {@link #saveCheckpoint} writes; the caller closes it before the trainer. */
    public TrainerSnapshot newSnapshot() {
        return new TrainerSnapshot(model, optimizer);
    }

    /** Goes back to what {@link #saveCheckpoint} wrote; training continues bit by bit from there. */
    public void restore(Path folder) throws IOException {
        model.restoreWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.restore(folder.resolve(Optimizer.FILE));
    }

    @Override
    public void close() {
        gradients.close();
        optimizer.close();
    }
}
