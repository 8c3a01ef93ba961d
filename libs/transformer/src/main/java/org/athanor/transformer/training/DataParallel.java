package org.athanor.transformer.training;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;

/**
 * The gradients of a step, found on one device or on several at once: the model's own, on the caller's
 * thread, and replicas. What they find is added up on the model's device, in the order of the devices and
 * not in that of their ending, so the same step gives the same bits.
 */
final class DataParallel implements AutoCloseable {

    private final GradientWorker own;
    private final List<ReplicaWorker> replicas = new ArrayList<>();

    /** @param others an engine for each further device */
    DataParallel(LanguageModel model, List<Engine> others, boolean recompute) {
        this.own = new GradientWorker(model, recompute);
        try {
            for (Engine engine : others) {
                replicas.add(new ReplicaWorker(model, engine, recompute));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The model's own device. */
    GradientWorker own() {
        return own;
    }

    int devices() {
        return 1 + replicas.size();
    }

    /**
     * Loss and gradients of a step. When one device fails, its failure is thrown once the others have ended.
     *
     * @param scope owner of the gradients, on the model's device
     * @param counted tokens of the step that count
     */
    GradientSum gradients(NDManager scope, List<TokenBatch> microBatches, long counted) {
        List<List<TokenBatch>> shares = Shares.of(microBatches, devices());
        List<ReplicaWorker> busy = new ArrayList<>();
        try {
            for (int i = 0; i < replicas.size(); i++) {
                if (!shares.get(i + 1).isEmpty()) {
                    busy.add(replicas.get(i));
                    replicas.get(i).start(shares.get(i + 1), counted);
                }
            }
            GradientSum sum = own.gradients(scope, shares.getFirst(), counted);
            for (ReplicaWorker replica : busy) {
                sum = sum.plus(replica.join());
            }
            return sum;
        } finally {
            busy.forEach(ReplicaWorker::finish);
        }
    }

    @Override
    public void close() {
        replicas.forEach(ReplicaWorker::close);
        own.close();
    }
}
