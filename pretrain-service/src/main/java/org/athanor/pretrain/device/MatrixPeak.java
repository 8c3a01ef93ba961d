package org.athanor.pretrain.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;

/**
 * The most operations a second that a device reaches in matrix products of its compute type: the
 * best of several, in the same process and by the same library as training, which is what a
 * utilisation has to be compared with.
 */
final class MatrixPeak {

    private static final int SIZE = 2048;
    private static final int LEAST_PRODUCTS = 3;
    private static final long ENOUGH_NANOS = 500_000_000L;

    private MatrixPeak() {}

    /** Operations a second; takes about half a second. */
    static double measure(Engine engine) {
        ScriptObject root =
                new ScriptObject("Peak")
                        .with("dtype", engine.computeType().scalarType())
                        .with("size", SIZE);
        ScriptSource source = ScriptSource.resource(MatrixPeak.class, "peak.torchscript");
        try (ScriptModule script = engine.load(root, List.of(source));
                NDManager scope = engine.newManager()) {
            NDArray operand =
                    script.call("operand", new Arguments(scope).tensor(scope.create(0f)))
                            .singletonOrThrow();
            return 2.0 * SIZE * SIZE * SIZE * 1e9 / bestNanos(script, scope, operand);
        }
    }

    private static long bestNanos(ScriptModule script, NDManager scope, NDArray operand) {
        long best = Long.MAX_VALUE;
        long begun = System.nanoTime();
        for (int i = 0; i < LEAST_PRODUCTS || System.nanoTime() - begun < ENOUGH_NANOS; i++) {
            long start = System.nanoTime();
            try (NDArray corner =
                    script.call("multiply", new Arguments(scope).tensor(operand))
                            .singletonOrThrow()) {
                corner.getFloat();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
