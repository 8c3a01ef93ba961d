package org.athanor.transformer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The most floating-point operations a second that the engine reaches, measured by one large matrix
 * product. Name the compute type with the figure: f32 and bf16 run on different libraries.
 *
 * @param computeType type of the product
 * @param perSecond operations a second, two for each multiply-add
 */
public record PeakFlops(ComputeType computeType, double perSecond) {

    /** Large enough to reach the peak, small enough to take well under a second. */
    private static final int USUAL_SIZE = 2048;

    /** A GPU does the smaller product in less time than its start and the wait for its end take. */
    private static final int GPU_SIZE = 8192;

    private static final int REPETITIONS = 10;

    /**
     * The best of ten products of 2048 x 2048 matrices, 8192 x 8192 on a GPU, in the engine's compute
     * type.
     */
    public static PeakFlops measure(Engine engine) {
        return measure(engine, engine.device().isGpu() ? GPU_SIZE : USUAL_SIZE);
    }

    /** The best of ten products of {@code size} x {@code size} matrices. */
    public static PeakFlops measure(Engine engine, int size) {
        ScriptObject root =
                new ScriptObject("Peak").with("dtype", engine.computeType().scalarType());
        ScriptSource source = ScriptSource.resource(PeakFlops.class, "peak.torchscript");
        try (ScriptModule script = engine.load(root, List.of(source));
                NDManager scope = engine.newManager()) {
            NDArray a = matrix(script, scope, size);
            NDArray b = matrix(script, scope, size);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < REPETITIONS; i++) {
                best = Math.min(best, time(engine, script, a, b));
            }
            return new PeakFlops(engine.computeType(), 2.0 * size * size * size / (best / 1e9));
        }
    }

    private static NDArray matrix(ScriptModule script, NDManager scope, int size) {
        return script.call(
                        "matrix", new Arguments(scope).tensor(scope.create(0f)).number((long) size))
                .singletonOrThrow();
    }

    private static long time(Engine engine, ScriptModule script, NDArray a, NDArray b) {
        long start = System.nanoTime();
        try (NDManager step = engine.newManager()) {
            NDArray sum =
                    script.call("product", new Arguments(step).tensor(a).tensor(b))
                            .singletonOrThrow();
            sum.getFloat(); // waits for a device that runs ahead
        }
        return System.nanoTime() - start;
    }
}
