package org.athanor.transformer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.HostTensors;
import org.athanor.transformer.model.ModelWeights;

/**
 * Updates the weights of one model by AdamW (arXiv:1711.05101), with clipping by the global norm; the
 * hidden matrices by Muon (Jordan et al. 2024) where the configuration says so. Its state is two moments a
 * weight, one where Muon works, and the number of steps taken.
 */
public final class Optimizer implements AutoCloseable {

    /** What a checkpoint's folder calls the file that {@link #save} writes. */
    public static final String FILE = "optimizer.safetensors";

    private static final double MUON_MOMENTUM = 0.95;

    private final Engine engine;
    private final ModelWeights weights;
    private final ScriptModule script;
    private final NDManager manager;
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();
    private final ScriptModule muon; // null where it has no work
    private final int[] hidden;
    private final int[] matrices;
    private final int[] vectors;
    private final double weightDecay;
    private long steps;

    public Optimizer(ModelWeights weights, OptimizerConfig config) {
        this.engine = weights.engine();
        this.weights = weights;
        this.manager = engine.newManager();
        this.script =
                engine.load(
                        new ScriptObject("AdamW")
                                .with("beta1", config.beta1())
                                .with("beta2", config.beta2())
                                .with("epsilon", config.epsilon())
                                .with("clip", config.clip()),
                        List.of(ScriptSource.resource(Optimizer.class, "adamw.torchscript")));
        this.muon = config.muon() ? muon(engine, config) : null;
        this.weightDecay = config.weightDecay();
        int[] all = IntStream.range(0, weights.tensors().size()).toArray();
        IntPredicate byMuon = i -> config.muon() && weights.hiddenMatrices(i).length > 0;
        IntPredicate matrix = i -> weights.tensors().get(i).getShape().dimension() >= 2;
        this.hidden = Arrays.stream(all).filter(byMuon).toArray();
        this.matrices = Arrays.stream(all).filter(byMuon.negate()).filter(matrix).toArray();
        this.vectors = Arrays.stream(all).filter(matrix.negate()).toArray();
        for (int i : all) {
            Shape shape = weights.tensors().get(i).getShape();
            first.add(manager.zeros(shape, DataType.FLOAT32));
            second.add(manager.zeros(byMuon.test(i) ? new Shape(1) : shape, DataType.FLOAT32));
        }
    }

    private static ScriptModule muon(Engine engine, OptimizerConfig config) {
        return engine.load(
                new ScriptObject("Muon")
                        .with("momentum", MUON_MOMENTUM)
                        .with("clip", config.clip())
                        .with("dtype", engine.computeType().scalarType()),
                List.of(ScriptSource.resource(Optimizer.class, "muon.torchscript")));
    }

    /** First moments, one for each weight. */
    List<NDArray> firstMoments() {
        return first;
    }

    /** Updates made so far. */
    public long steps() {
        return steps;
    }

    /**
     * Updates the weights in place.
     *
     * @param gradients of the loss, one for each weight; changed by clipping
     * @param loss for the error message and the check alone
     * @return the gradient's norm before clipping
     * @throws NonFiniteLossException when the loss or the norm is not finite; nothing has changed then
     */
    public double step(List<NDArray> gradients, double loss, double learningRate) {
        try (NDManager scope = engine.newManager()) {
            NDArray norm =
                    script.train("norm", new Arguments(scope).list("gradients", gradients))
                            .singletonOrThrow();
            double value = norm.getFloat();
            if (!Double.isFinite(loss) || !Double.isFinite(value)) {
                throw new NonFiniteLossException(steps + 1, loss, value);
            }
            orthogonalise(scope, gradients, norm, learningRate);
            apply(scope, matrices, gradients, norm, learningRate, weightDecay);
            apply(scope, vectors, gradients, norm, learningRate, 0);
            steps++;
            weights.changed();
            return value;
        }
    }

    /** Muon, a weight at a time. */
    private void orthogonalise(
            NDManager scope, List<NDArray> gradients, NDArray norm, double learningRate) {
        for (int i : hidden) {
            long[] rows = Arrays.stream(weights.hiddenMatrices(i)).asLongStream().toArray();
            muon.call(
                    "apply",
                    new Arguments(scope)
                            .tensor(weights.tensors().get(i))
                            .tensor(gradients.get(i))
                            .tensor(first.get(i))
                            .tensor(scope.create(rows))
                            .tensor(norm)
                            .number(learningRate)
                            .number(weightDecay));
        }
    }

    private void apply(
            NDManager scope,
            int[] group,
            List<NDArray> gradients,
            NDArray norm,
            double learningRate,
            double decay) {
        if (group.length == 0) {
            return;
        }
        script.train(
                "apply",
                new Arguments(scope)
                        .list("weights", pick(weights.tensors(), group))
                        .list("gradients", pick(gradients, group))
                        .list("first", pick(first, group))
                        .list("second", pick(second, group))
                        .tensor(norm)
                        .number(learningRate)
                        .number(decay)
                        .tensor(scope.create((float) (steps + 1))));
    }

    private static List<NDArray> pick(List<NDArray> tensors, int[] group) {
        return Arrays.stream(group).mapToObj(tensors::get).toList();
    }

    /** Writes moments and step count. */
    public void save(Path file) throws IOException {
        OptimizerFile.write(file, first, second, steps);
    }

    /** All moments: the first of every weight, then the second. */
    List<NDArray> moments() {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Writes a copy of {@link #moments()} and the step count that belongs to it. */
    void save(Path file, HostTensors copy, long stepsThen) throws IOException {
        List<NDArray> tensors = copy.tensors();
        OptimizerFile.write(
                file,
                tensors.subList(0, first.size()),
                tensors.subList(first.size(), tensors.size()),
                stepsThen);
    }

    /** Reads what {@link #save} wrote for a model of the same shape. */
    public void restore(Path file) throws IOException {
        steps = OptimizerFile.read(file, first, second);
    }

    @Override
    public void close() {
        script.close();
        if (muon != null) {
            muon.close();
        }
        manager.close();
    }
}
