package org.athanor.transformer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.LongAdder;

/**
 * A loaded script whose methods can be called. Calls may come from several threads; results belong to
 * the manager of the {@link Arguments}.
 */
public final class ScriptModule implements AutoCloseable {

    private static final LongAdder INSIDE = new LongAdder();

    private final PtSymbolBlock block;

    ScriptModule(PtSymbolBlock block) {
        this.block = block;
    }

    /** Calls {@code method} without recording gradients. */
    public NDList call(String method, Arguments arguments) {
        return run(method, arguments);
    }

    /**
     * Calls {@code method} with gradients recorded inside it, so that the script may use {@code
     * torch.grad}.
     */
    public NDList train(String method, Arguments arguments) {
        JniUtils.setGradMode(true); // a setting of this thread, off by default
        try {
            return run(method, arguments);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private NDList run(String method, Arguments arguments) {
        JniUtils.setGraphExecutorOptimize(false); // also a setting of this thread
        try (NDArray name = arguments.manager().create(0f)) {
            name.setName("module_method:" + method);
            NDList inputs = new NDList(arguments.values().size() + 1);
            inputs.add(name); // results attach to the first input's manager
            inputs.addAll(arguments.values());
            long start = System.nanoTime();
            // "Training" only means that the thread's grad mode is left as it is; the alternative
            // is an old guard that the tensor library warns about.
            NDList results = IValueUtils.forward(block, inputs, true);
            INSIDE.add(System.nanoTime() - start);
            return results;
        }
    }

    /** Nanoseconds that all modules of this process have spent inside the tensor library. */
    public static long nanosInside() {
        return INSIDE.sum();
    }

    @Override
    public void close() {
        block.close();
    }
}
