package org.athanor.transformer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.model.DecoderModel;
import org.athanor.transformer.training.Optimizer;
import org.athanor.transformer.training.OptimizerConfig;

/** One model that learns: the script around its decoder and the optimiser of what learns of it. */
final class Learner implements AutoCloseable {

    private final Engine engine;
    private final DecoderModel model;
    private final ScriptModule script;
    private final Optimizer optimizer;

    Learner(DecoderModel model, PpoOptions options) {
        this.engine = model.engine();
        this.model = model;
        this.script = PpoScript.load(model, options);
        OptimizerConfig usual = OptimizerConfig.feedback();
        this.optimizer =
                new Optimizer(
                        model.learning(),
                        new OptimizerConfig(
                                usual.beta1(),
                                usual.beta2(),
                                usual.epsilon(),
                                usual.weightDecay(),
                                options.gradientClip()));
    }

    /** Adds to a call what one micro-batch gives it beyond weights, ids and states. */
    @FunctionalInterface
    interface Extras {
        void add(Arguments arguments, NDManager scope, MicroBatch rows);
    }

    /**
     * What a step saw.
     *
     * @param means loss and statistics, averaged over actions
     * @param gradientNorm before clipping
     */
    record Step(double[] means, double gradientNorm) {}

    /** Numbers, one an action, that {@code method} of the script reads off this model. */
    NDList forward(String method, NDManager scope, MicroBatch rows, Extras extras) {
        return forward(script, model, method, scope, rows, extras);
    }

    /** The same off another model, by a script that was loaded for it. */
    static NDList forward(
            ScriptModule script,
            DecoderModel model,
            String method,
            NDManager scope,
            MicroBatch rows,
            Extras extras) {
        Arguments arguments = new Arguments(scope).list("weights", model.inputs());
        return script.call(method, with(arguments, scope, rows, extras));
    }

    /**
     * One optimiser step on the mean over all actions of the batch.
     *
     * @param loss {@code policy} or {@code value}
     * @param coefficient weight of the loss
     */
    Step step(String loss, PpoBatch batch, double coefficient, double learningRate, Extras extras) {
        double scale = coefficient / batch.actions();
        Extras scaled =
                (arguments, scope, rows) -> {
                    extras.add(arguments, scope, rows);
                    arguments.number(scale);
                };
        try (NDManager scope = engine.newManager()) {
            List<NDArray> gradients = List.of();
            double[] means = null;
            for (MicroBatch rows : batch.microBatches()) {
                Arguments arguments = new Arguments(scope).list("weights", model.inputs());
                NDArray statistics;
                if (gradients.isEmpty()) {
                    with(arguments, scope, rows, scaled);
                    NDList results = script.train(loss + "_gradients", arguments);
                    statistics = results.get(0);
                    gradients = results.subList(1, results.size());
                } else {
                    with(arguments.list("sums", gradients), scope, rows, scaled);
                    statistics = script.train("accumulate_" + loss, arguments).singletonOrThrow();
                }
                means = add(means, statistics.toFloatArray(), batch.actions());
            }
            double norm = optimizer.step(gradients, means[0], learningRate);
            return new Step(means, norm);
        }
    }

    private static Arguments with(
            Arguments arguments, NDManager scope, MicroBatch rows, Extras extras) {
        arguments
                .tensor(scope.create(rows.inputs(), new Shape(rows.rows(), rows.time())))
                .tensor(scope.create(rows.states()));
        extras.add(arguments, scope, rows);
        return arguments;
    }

    private static double[] add(double[] means, float[] sums, int actions) {
        double[] total = means == null ? new double[sums.length] : means;
        for (int i = 0; i < sums.length; i++) {
            total[i] += (double) sums[i] / actions;
        }
        return total;
    }

    Engine engine() {
        return engine;
    }

    void save(Path optimizerFile) throws IOException {
        optimizer.save(optimizerFile);
    }

    void restore(Path optimizerFile) throws IOException {
        optimizer.restore(optimizerFile);
    }

    @Override
    public void close() {
        script.close();
        optimizer.close();
    }
}
