package org.athanor.transformer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderScript;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.TokenRows;
import org.athanor.transformer.model.TrainingChunk;

/** Measures batches by a model, and by how its weights would have to change. Never changes it. */
final class GradientWorker implements AutoCloseable {

    private final LanguageModel model;
    private final ScriptModule script;

    /** @param recompute whether layers run twice instead of keeping what their gradients need */
    GradientWorker(LanguageModel model, boolean recompute) {
        this.model = model;
        ScriptObject decoder = DecoderScript.decoder(model);
        ScriptObject autograd = DecoderScript.autograd(model);
        ScriptObject recomputation =
                new ScriptObject("Recomputation")
                        .with("decoder", decoder)
                        .with("autograd", autograd);
        this.script =
                DecoderScript.load(
                        model.engine(),
                        model.config(),
                        new ScriptObject("LanguageModelTraining")
                                .with("chunk", TrainingChunk.rows(model.config().vocabularySize()))
                                .with("recompute", recompute)
                                .with("decoder", decoder)
                                .with("autograd", autograd)
                                .with("recomputation", recomputation),
                        own("language-model-training.torchscript"),
                        own("recomputation.torchscript"));
    }

    private static ScriptSource own(String name) {
        return ScriptSource.resource(GradientWorker.class, name);
    }

    /**
     * Adds up micro-batches in their order.
     *
     * @param scope owner of the gradients, on the model's device
     * @param microBatches at least one
     * @param counted tokens that count in the whole step, of which these may be a part
     * @throws IllegalArgumentException when an id is outside the vocabulary
     */
    GradientSum gradients(NDManager scope, List<TokenBatch> microBatches, long counted) {
        double nats = 0;
        List<NDArray> gradients = List.of();
        for (TokenBatch batch : microBatches) {
            Arguments arguments = new Arguments(scope).list("weights", model.inputs());
            if (gradients.isEmpty()) {
                NDList results = script.train("gradients", with(arguments, batch, scope, counted));
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
        return new GradientSum(nats, gradients);
    }

    private Arguments with(Arguments arguments, TokenBatch batch, NDManager scope, long counted) {
        TokenRows.check(model.config(), batch.inputs(), 1);
        return arguments
                .tensor(TokenRows.padRight(scope, batch.inputs()))
                .tensor(targets(scope, batch))
                .tensor(documents(scope, batch))
                .number(1.0 / counted);
    }

    /** A scalar where there are none. */
    private static NDArray documents(NDManager scope, TokenBatch batch) {
        return batch.documents() == null
                ? scope.create(0L)
                : TokenRows.padRight(scope, batch.documents());
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
    Evaluation evaluate(TokenBatch batch) {
        TokenRows.check(model.config(), batch.inputs(), 1);
        try (NDManager scope = model.engine().newManager()) {
            NDArray nats =
                    script.call(
                                    "evaluate",
                                    new Arguments(scope)
                                            .list("weights", model.inputs())
                                            .tensor(TokenRows.padRight(scope, batch.inputs()))
                                            .tensor(targets(scope, batch))
                                            .tensor(documents(scope, batch)))
                            .singletonOrThrow();
            return new Evaluation(nats.getFloat(), batch.countedTokens());
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
