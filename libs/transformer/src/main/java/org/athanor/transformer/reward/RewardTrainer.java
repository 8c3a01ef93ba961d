package org.athanor.transformer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.model.TokenRows;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.Optimizer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;

/**
 * Trains a scalar model on preferences between pairs of sequences (arXiv:2203.02155, eq. 1). Of a model
 * that wears an adapter, the adapter and the head learn. The same model, batches and threads give the same
 * bits. Not thread-safe.
 */
public final class RewardTrainer implements AutoCloseable {

    private final ScalarModel model;
    private final Engine engine;
    private final Schedule schedule;
    private final Optimizer optimizer;
    private final ScriptModule script;

    public RewardTrainer(ScalarModel model, OptimizerConfig optimizer, Schedule schedule) {
        this.model = model;
        this.engine = model.engine();
        this.schedule = schedule;
        this.optimizer = new Optimizer(model.learning(), optimizer);
        this.script = script(model);
    }

    static ScriptModule script(ScalarModel model) {
        return DecoderScript.load(
                model.engine(),
                model.config(),
                new ScriptObject("RewardTraining")
                        .with("decoder", DecoderScript.decoder(model))
                        .with("autograd", DecoderScript.autograd(model)),
                ScriptSource.resource(RewardTrainer.class, "reward-training.torchscript"));
    }

    /** Updates made so far. */
    public long steps() {
        return optimizer.steps();
    }

    /**
     * One update: every sequence of the batch goes forward and back once, together.
     *
     * @throws NonFiniteLossException when the loss or its gradient is not finite; the weights are
     *     untouched then
     * @throws IllegalArgumentException when a sequence does not fit the model
     */
    public RewardStep step(PreferenceBatch batch) {
        TokenRows.check(model.config(), batch.sequences(), 1);
        try (NDManager scope = engine.newManager()) {
            NDList results = gradients(scope, batch);
            double loss = results.get(0).getFloat();
            float[] margins = results.get(1).toFloatArray();
            double rate = schedule.rate(steps() + 1);
            double norm = optimizer.step(results.subList(2, results.size()), loss, rate);
            return report(batch, margins, loss, norm, rate);
        }
    }

    /** The loss, the margins [pairs], then a gradient for every weight. */
    NDList gradients(NDManager scope, PreferenceBatch batch) {
        return script.train(
                "gradients",
                new Arguments(scope)
                        .list("weights", model.inputs())
                        .tensor(TokenRows.padRight(scope, batch.sequences()))
                        .tensor(lastTokens(scope, batch.sequences()))
                        .tensor(scope.create(wide(batch.first())))
                        .tensor(scope.create(wide(batch.second())))
                        .tensor(scope.create(batch.preferred())));
    }

    private static NDArray lastTokens(NDManager scope, int[][] sequences) {
        return scope.create(
                Arrays.stream(sequences).mapToLong(sequence -> sequence.length - 1L).toArray());
    }

    private static long[] wide(int[] indices) {
        return Arrays.stream(indices).asLongStream().toArray();
    }

    private static RewardStep report(
            PreferenceBatch batch, float[] margins, double loss, double norm, double rate) {
        double right = 0;
        double margin = 0;
        int decided = 0;
        for (int pair = 0; pair < margins.length; pair++) {
            float preferred = batch.preferred()[pair];
            if (preferred != 0.5f) {
                right += BradleyTerry.agreement(margins[pair], preferred);
                margin += preferred > 0.5f ? margins[pair] : -margins[pair];
                decided++;
            }
        }
        return decided == 0
                ? new RewardStep(loss, 0.5, 0, norm, rate)
                : new RewardStep(loss, right / decided, margin / decided, norm, rate);
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
