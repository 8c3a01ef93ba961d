package org.athanor.transformer.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.TrainingChunk;
import org.athanor.transformer.training.Evaluation;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.Optimizer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.StepResult;

/**
 * Trains an encoder-decoder to say targets given their sources (arXiv:1706.03762, section 5). A step is a
 * global batch in micro-batches whose loss is the mean over all its target tokens, however they are
 * spread. The same model, batches, options and threads give the same bits. Not thread-safe.
 */
public final class EncoderDecoderTrainer implements AutoCloseable {

    /** The paper's Adam (section 5.3): no decay, no clipping. */
    public static final OptimizerConfig ADAM =
            new OptimizerConfig(0.9, 0.98, 1e-9, 0, Double.POSITIVE_INFINITY);

    /** Steps of the paper's warm-up (section 5.3). */
    public static final long WARMUP_STEPS = 4000;

    private final EncoderDecoderModel model;
    private final EncoderDecoderConfig config;
    private final Engine engine;
    private final TrainingOptions options;
    private final Schedule schedule;
    private final Optimizer optimizer;
    private final ScriptModule script;

    /** A trainer as in the paper: its Adam and its schedule. */
    public EncoderDecoderTrainer(EncoderDecoderModel model, TrainingOptions options) {
        this(
                model,
                options,
                ADAM,
                Schedule.inverseSquareRoot(model.config().dModel(), WARMUP_STEPS));
    }

    public EncoderDecoderTrainer(
            EncoderDecoderModel model,
            TrainingOptions options,
            OptimizerConfig optimizer,
            Schedule schedule) {
        this.model = model;
        this.config = model.config();
        this.engine = model.engine();
        this.options = options;
        this.schedule = schedule;
        this.optimizer = new Optimizer(model.weights(), optimizer);
        this.script = script(engine, config, options);
    }

    private static ScriptModule script(
            Engine engine, EncoderDecoderConfig config, TrainingOptions options) {
        ScriptObject crossEntropy =
                new ScriptObject("SmoothedCrossEntropy")
                        .with("chunk", TrainingChunk.rows(config.vocabularySize()))
                        .with("smoothing", options.labelSmoothing())
                        .with("dtype", engine.computeType().scalarType());
        return EncoderDecoderScript.load(
                engine,
                new ScriptObject("EncoderDecoderTraining")
                        .with(
                                "model",
                                EncoderDecoderScript.model(engine, config, options.dropout()))
                        .with("cross_entropy", crossEntropy)
                        .with("autograd", DecoderScript.autograd(0)),
                "smoothed-cross-entropy.torchscript",
                "encoder-decoder-training.torchscript");
    }

    /** Steps made so far. */
    public long steps() {
        return optimizer.steps();
    }

    /**
     * One update. The loss is the smoothed one, in nats a target token.
     *
     * @throws NonFiniteLossException when the loss or its gradient is not finite; the weights are
     *     untouched then
     * @throws IllegalArgumentException when there is no pair or one does not fit the model
     */
    public StepResult step(List<PairBatch> microBatches) {
        if (microBatches.isEmpty()) {
            throw new IllegalArgumentException("a step needs at least one micro-batch");
        }
        microBatches.forEach(batch -> PairTensors.check(config, batch));
        long counted = microBatches.stream().mapToLong(PairBatch::countedTokens).sum();
        try (NDManager scope = engine.newManager()) {
            double nats = 0;
            NDList gradients = new NDList();
            for (int i = 0; i < microBatches.size(); i++) {
                NDList results = gradients(scope, gradients, microBatches.get(i), counted, i);
                nats += results.get(0).getFloat();
                if (i == 0) {
                    gradients = results.subNDList(1);
                }
            }
            double loss = nats / counted;
            double rate = schedule.rate(steps() + 1);
            double norm = optimizer.step(gradients, loss, rate);
            return new StepResult(steps(), loss, norm, rate, counted);
        }
    }

    /** The nats of a micro-batch; then its gradients, unless there are sums to add them to. */
    private NDList gradients(
            NDManager scope, List<NDArray> sums, PairBatch batch, long counted, int index) {
        Arguments arguments = new Arguments(scope).list("weights", model.weights().tensors());
        if (!sums.isEmpty()) {
            arguments.list("sums", sums);
        }
        PairTensors.sources(arguments, scope, batch.sources())
                .tensor(PairTensors.inputs(scope, config, batch.targets()))
                .tensor(PairTensors.targets(scope, config, batch.targets()))
                .number(1.0 / counted)
                .number(dropoutSeed(index));
        return script.train(sums.isEmpty() ? "gradients" : "accumulate", arguments);
    }

    /** Another for every micro-batch of every step, the same when training goes on from a checkpoint. */
    private long dropoutSeed(int microBatch) {
        long seed = options.seed() * 31 + steps() + 1;
        return (seed * 0x9E3779B97F4A7C15L + microBatch) & Long.MAX_VALUE;
    }

    /** Summed cross-entropy of a batch, neither smoothed nor with dropout, without learning from it. */
    public Evaluation evaluate(PairBatch batch) {
        double nats = 0;
        for (float[] row : model.logProbs(batch)) {
            for (float logProb : row) {
                nats -= logProb;
            }
        }
        return new Evaluation(nats, batch.countedTokens());
    }

    /**
     * Writes {@code model.safetensors} and {@code optimizer.safetensors}: everything that a step reads
     * but the data, whose position the caller keeps.
     */
    public void saveCheckpoint(Path folder) throws IOException {
        Files.createDirectories(folder);
        model.saveWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.save(folder.resolve(Optimizer.FILE));
    }

    /** Goes back to what {@link #saveCheckpoint} wrote; training continues bit by bit from there. */
    public void restore(Path folder) throws IOException {
        model.restoreWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
        optimizer.restore(folder.resolve(Optimizer.FILE));
    }

    @Override
    public void close() {
        script.close();
        optimizer.close();
    }
}
