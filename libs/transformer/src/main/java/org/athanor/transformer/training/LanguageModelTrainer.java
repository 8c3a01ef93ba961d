package org.athanor.transformer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.TokenRows;
import org.athanor.transformer.model.TrainingChunk;

/**
 * Trains a language model on next-token cross-entropy. A step is a global batch in micro-batches whose
 * loss is the mean over all its counted tokens, however they are spread. A model that wears an adapter
 * keeps its weights, and the adapter learns. The same model, batches and threads give the same bits. Not
 * thread-safe.
 */
public final class LanguageModelTrainer implements AutoCloseable {

    static final String OPTIMIZER_FILE = "optimizer.safetensors";

    private final LanguageModel model;
    private final Engine engine;
    private final Schedule schedule;
    private final Optimizer optimizer;
    private final ScriptModule script;

    public LanguageModelTrainer(LanguageModel model, OptimizerConfig optimizer, Schedule schedule) {
        this(model, optimizer, schedule, false);
    }

    /**
     * @param recompute whether layers run a second time instead of keeping what their gradients need
     *     (gradient checkpointing, arXiv:1604.06174): a third more operations for far less memory
     */
    public LanguageModelTrainer(
            LanguageModel model, OptimizerConfig optimizer, Schedule schedule, boolean recompute) {
        this.model = model;
        this.engine = model.engine();
        this.schedule = schedule;
        this.optimizer = new Optimizer(model.learning(), optimizer);
        ScriptObject decoder = DecoderScript.decoder(model);
        ScriptObject autograd = DecoderScript.autograd(model);
        ScriptObject recomputation =
                new ScriptObject("Recomputation")
                        .with("decoder", decoder)
                        .with("autograd", autograd);
        this.script =
                DecoderScript.load(
                        engine,
                        model.config(),
                        new ScriptObject("LanguageModelTraining")
                                .with("chunk", TrainingChunk.rows(model.config()))
                                .with("recompute", recompute)
                                .with("decoder", decoder)
                                .with("autograd", autograd)
                                .with("recomputation", recomputation),
                        own("language-model-training.torchscript"),
                        own("recomputation.torchscript"));
    }

    private static ScriptSource own(String name) {
        return ScriptSource.resource(LanguageModelTrainer.class, name);
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** Steps made so far. */
    public long steps() {
        return optimizer.steps();
    }

    /**
     * One update.
     *
     * @throws NonFiniteLossException when the loss or its gradient is not finite; the weights are
     *     untouched then
     * @throws IllegalArgumentException when no token counts or an id is outside the vocabulary
     */
    public StepResult step(List<TokenBatch> microBatches) {
        long counted = microBatches.stream().mapToLong(TokenBatch::countedTokens).sum();
        if (counted == 0) {
            throw new IllegalArgumentException("no token of the batch counts in the loss");
        }
        try (NDManager scope = engine.newManager()) {
            double nats = 0;
            List<NDArray> gradients = List.of();
            for (TokenBatch batch : microBatches) {
                Arguments arguments = new Arguments(scope).list("weights", model.inputs());
                if (gradients.isEmpty()) {
                    NDList results =
                            script.train("gradients", with(arguments, batch, scope, counted));
                    nats += results.get(0).getFloat();
                    gradients = results.subList(1, results.size());
                } else {
                    arguments.list("sums", gradients);
                    nats +=
                            script.train("accumulate", with(arguments, batch, scope, counted))
                                    .singletonOrThrow()
                                    .getFloat();
                }
            }
            double loss = nats / counted;
            double rate = schedule.rate(steps() + 1);
            double norm = optimizer.step(gradients, loss, rate);
            return new StepResult(steps(), loss, norm, rate, counted);
        }
    }

    private Arguments with(Arguments arguments, TokenBatch batch, NDManager scope, long counted) {
        TokenRows.check(model.config(), batch.inputs(), 1);
        return arguments
                .tensor(TokenRows.padRight(scope, batch.inputs()))
                .tensor(targets(scope, batch))
                .number(1.0 / counted);
    }

    private NDArray targets(NDManager scope, TokenBatch batch) {
        int vocabulary = model.config().vocabularySize();
        long[] flat = new long[batch.targets().length * batch.time()];
        int i = 0;
        for (int[] row : batch.targets()) {
            for (int target : row) {
                if (target != TokenBatch.IGNORED && (target < 0 || target >= vocabulary)) {
                    throw new IllegalArgumentException(
                            "target " + target + " is outside the vocabulary of " + vocabulary);
                }
                flat[i++] = target;
            }
        }
        return scope.create(flat, new Shape(batch.targets().length, batch.time()));
    }

    /** Summed loss of a batch, without learning from it. */
    public Evaluation evaluate(TokenBatch batch) {
        TokenRows.check(model.config(), batch.inputs(), 1);
        try (NDManager scope = engine.newManager()) {
            NDArray nats =
                    script.call(
                                    "evaluate",
                                    new Arguments(scope)
                                            .list("weights", model.inputs())
                                            .tensor(TokenRows.padRight(scope, batch.inputs()))
                                            .tensor(targets(scope, batch)))
                            .singletonOrThrow();
            return new Evaluation(nats.getFloat(), batch.countedTokens());
        }
    }

    /**
     * Writes {@code model.safetensors}, with what learns alone, and {@code optimizer.safetensors}:
     * everything that a step reads but the data, whose position the caller keeps, and what is frozen.
     */
    public void saveCheckpoint(Path folder) throws IOException {
        Files.createDirectories(folder);
        model.saveWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.save(folder.resolve(OPTIMIZER_FILE));
    }

    /** Room for a copy of what {@link #saveCheckpoint} writes; the caller closes it before the trainer. */
    public TrainerSnapshot newSnapshot() {
        return new TrainerSnapshot(model, optimizer);
    }

    /** Goes back to what {@link #saveCheckpoint} wrote; training continues bit by bit from there. */
    public void restore(Path folder) throws IOException {
        model.restoreWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.restore(folder.resolve(OPTIMIZER_FILE));
    }

    @Override
    public void close() {
        script.close();
        optimizer.close();
    }
}
