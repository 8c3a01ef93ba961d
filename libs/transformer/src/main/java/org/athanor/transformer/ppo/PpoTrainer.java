package org.athanor.transformer.ppo;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.training.Optimizer;

/**
 * Trains a policy and, as a separate network (arXiv:2009.01325), a value model by proximal policy
 * optimisation. The policy, its reference and the losses go through one and the same forward, so that
 * the ratio of an unchanged policy is exactly 1. There is no dropout anywhere. Of models that wear adapters
 * those learn, and the value model's head; a policy that wears one may share its weights with its
 * reference. The same models, batches and threads give the same bits. Not thread-safe; the models stay the
 * caller's to close.
 */
public final class PpoTrainer implements AutoCloseable {

    private final LanguageModel policy;
    private final LanguageModel reference;
    private final ScalarModel value;
    private final PpoOptions options;
    private final Learner policyLearner;
    private final Learner valueLearner;
    private final ScriptModule referenceScript;

    /**
     * @param policy learns
     * @param reference frozen, of the policy's shape
     * @param value learns; may have a shape of its own
     * @throws IllegalArgumentException when the shapes do not go together
     */
    public PpoTrainer(
            LanguageModel policy, LanguageModel reference, ScalarModel value, PpoOptions options) {
        check(policy, reference, value);
        this.policy = policy;
        this.reference = reference;
        this.value = value;
        this.options = options;
        this.policyLearner = new Learner(policy, options);
        this.valueLearner = new Learner(value, options);
        this.referenceScript = PpoScript.load(reference, options);
    }

    private static void check(LanguageModel policy, LanguageModel reference, ScalarModel value) {
        if (!policy.config().equals(reference.config())) {
            throw new IllegalArgumentException("policy and reference differ in shape");
        }
        if (policy.config().vocabularySize() != value.config().vocabularySize()) {
            throw new IllegalArgumentException(
                    "the policy has a vocabulary of %d, the value model of %d: they need one tokenizer"
                            .formatted(
                                    policy.config().vocabularySize(),
                                    value.config().vocabularySize()));
        }
    }

    /** Width of the policy's residual stream, by which learning rates are chosen. */
    public int policyWidth() {
        return policy.config().dModel();
    }

    /** Width of the value model's residual stream. */
    public int valueWidth() {
        return value.config().dModel();
    }

    /** What policy, reference and value model say of a batch, nothing of it changing them. */
    public PpoForward forward(PpoBatch batch) {
        float[] logProbs = new float[batch.actions()];
        float[] refLogProbs = new float[batch.actions()];
        float[] values = new float[batch.actions()];
        float[] entropies = new float[batch.actions()];
        for (MicroBatch rows : batch.microBatches()) {
            try (NDManager scope = policyLearner.engine().newManager()) {
                NDList ofPolicy =
                        policyLearner.forward("forward", scope, rows, PpoTrainer::actions);
                NDList ofReference =
                        Learner.forward(
                                referenceScript,
                                reference,
                                "forward",
                                scope,
                                rows,
                                PpoTrainer::actions);
                NDList ofValue =
                        valueLearner.forward("values", scope, rows, (arguments, s, r) -> {});
                copy(ofPolicy, 0, rows, logProbs);
                copy(ofPolicy, 1, rows, entropies);
                copy(ofReference, 0, rows, refLogProbs);
                copy(ofValue, 0, rows, values);
            }
        }
        return new PpoForward(logProbs, refLogProbs, values, entropies);
    }

    private static void actions(Arguments arguments, NDManager scope, MicroBatch rows) {
        arguments.tensor(scope.create(rows.actions()));
    }

    private static void copy(NDList results, int index, MicroBatch rows, float[] into) {
        float[] numbers = results.get(index).toFloatArray();
        System.arraycopy(numbers, 0, into, rows.firstAction(), numbers.length);
    }

    /**
     * One optimiser step of the policy.
     *
     * @param oldLogProbs of the policy that sampled, from {@link #forward}; a number an action
     * @param advantages constants; a number an action
     * @throws org.athanor.transformer.training.NonFiniteLossException when the loss or its gradient is
     *     not finite; the weights are untouched then
     */
    public PolicyStep updatePolicy(
            PpoBatch batch, float[] oldLogProbs, float[] advantages, double learningRate) {
        Learner.Step step =
                policyLearner.step(
                        "policy",
                        batch,
                        1,
                        learningRate,
                        (arguments, scope, rows) -> {
                            actions(arguments, scope, rows);
                            arguments
                                    .tensor(scope.create(rows.slice(oldLogProbs)))
                                    .tensor(scope.create(rows.slice(advantages)));
                        });
        double[] means = step.means();
        double deviation = means[3];
        return new PolicyStep(
                means[0],
                means[1],
                means[2],
                1 + deviation,
                Math.max(0, means[4] - deviation * deviation),
                step.gradientNorm());
    }

    /**
     * One optimiser step of the value model.
     *
     * @param oldValues from {@link #forward} before the update; a number an action
     * @param returns constants; a number an action
     * @throws org.athanor.transformer.training.NonFiniteLossException as for the policy
     */
    public ValueStep updateValue(
            PpoBatch batch, float[] oldValues, float[] returns, double learningRate) {
        Learner.Step step =
                valueLearner.step(
                        "value",
                        batch,
                        options.valueCoefficient(),
                        learningRate,
                        (arguments, scope, rows) ->
                                arguments
                                        .tensor(scope.create(rows.slice(oldValues)))
                                        .tensor(scope.create(rows.slice(returns))));
        return new ValueStep(step.means()[0], step.means()[1], step.gradientNorm());
    }

    /**
     * Writes {@code policy/} and {@code value/}, each with {@code model.safetensors}, what learns alone,
     * and {@code optimizer.safetensors}: everything of the trainer that changes and that a later step reads.
     */
    public void saveCheckpoint(Path folder) throws IOException {
        Path policyFolder = Files.createDirectories(folder.resolve("policy"));
        Path valueFolder = Files.createDirectories(folder.resolve("value"));
        policy.saveWeights(policyFolder.resolve(LanguageModel.WEIGHTS_FILE));
        policyLearner.save(policyFolder.resolve(Optimizer.FILE));
        value.saveWeights(valueFolder.resolve(LanguageModel.WEIGHTS_FILE));
        valueLearner.save(valueFolder.resolve(Optimizer.FILE));
    }

    /** Goes back to what {@link #saveCheckpoint} wrote; training continues bit by bit from there. */
    public void restore(Path folder) throws IOException {
        Path policyFolder = folder.resolve("policy");
        Path valueFolder = folder.resolve("value");
        policy.restoreWeights(policyFolder.resolve(LanguageModel.WEIGHTS_FILE));
        policyLearner.restore(policyFolder.resolve(Optimizer.FILE));
        value.restoreWeights(valueFolder.resolve(LanguageModel.WEIGHTS_FILE));
        valueLearner.restore(valueFolder.resolve(Optimizer.FILE));
    }

    @Override
    public void close() {
        policyLearner.close();
        valueLearner.close();
        referenceScript.close();
    }
}
