package org.athanor.inference.serving;

import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps a model in memory until it is closed; closing twice is closing once. */
public final class ModelLease implements AutoCloseable {

    private final ModelShelf shelf;
    private final LoadedModel model;
    private final AtomicBoolean closed = new AtomicBoolean();

    ModelLease(ModelShelf shelf, LoadedModel model) {
        this.shelf = shelf;
        this.model = model;
    }

    public LoadedModel model() {
        return model;
    }

    /** Another lease on the same model; this one must be open. */
    ModelLease again() {
        if (closed.get()) {
            throw new IllegalStateException("the lease on " + model.artifact() + " is closed");
        }
        return shelf.again(this);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shelf.release(model);
        }
    }
}
