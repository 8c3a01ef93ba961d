package org.athanor.transformer.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.PeakFlops;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;

/**
 * The most that the device does, against which everything else is measured. The best of ten products of
 * 4096 x 4096 matrices, and of ten passes over 512 MiB; on a GPU, which does that in less time than its
 * start takes, of 8192 x 8192 and over 4 GiB. A peak names its library, because they differ.
 *
 * @param isGpu whether all is of a GPU, whose library is cuBLAS
 * @param f32 operations a second, two for each multiply-add, by the library that training uses: MKL on a
 *     processor; likewise the others
 * @param f32Onednn no number on a GPU
 * @param bf16 by oneDNN on a processor
 * @param readBytes bytes a second
 */
record Peaks(boolean isGpu, double f32, double f32Onednn, double bf16, double readBytes) {

    private static final int SIZE = 4096;
    private static final int GPU_SIZE = 8192;
    private static final long READ_SIDE = 11_585; // squared, in f32, 512 MiB
    private static final long GPU_READ_SIDE = 32_768;
    private static final int REPETITIONS = 10;

    static Peaks measure(EngineOptions options) {
        try (Engine f32 = Engine.open(options.withComputeType(ComputeType.F32));
                Engine bf16 = Engine.open(options.withComputeType(ComputeType.BF16))) {
            boolean isGpu = f32.device().isGpu();
            int size = isGpu ? GPU_SIZE : SIZE;
            double operations = 2.0 * size * size * (double) size;
            long side = isGpu ? GPU_READ_SIDE : READ_SIDE;
            return new Peaks(
                    isGpu,
                    PeakFlops.measure(f32, size).perSecond(),
                    isGpu ? Double.NaN : operations / best(f32, "onednn_product", size, true),
                    PeakFlops.measure(bf16, size).perSecond(),
                    (double) Float.BYTES * side * side / best(f32, "read", side, false));
        }
    }

    /** The better of both, figure by figure: the clock of a shared machine wanders. */
    Peaks orBetter(Peaks other) {
        return new Peaks(
                isGpu,
                Math.max(f32, other.f32),
                Math.max(f32Onednn, other.f32Onednn),
                Math.max(bf16, other.bf16),
                Math.max(readBytes, other.readBytes));
    }

    /** The peak of the library on which training of this type runs. */
    double of(ComputeType type) {
        return type == ComputeType.BF16 ? bf16 : f32;
    }

    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (isGpu) {
            figures.put("f32_cublas_gflops", Figures.rounded(f32 / 1e9));
            figures.put("bf16_cublas_gflops", Figures.rounded(bf16 / 1e9));
        } else {
            figures.put("f32_mkl_gflops", Figures.rounded(f32 / 1e9));
            figures.put("f32_onednn_gflops", Figures.rounded(f32Onednn / 1e9));
            figures.put("bf16_onednn_gflops", Figures.rounded(bf16 / 1e9));
        }
        figures.put("read_gb_per_s", Figures.rounded(readBytes / 1e9));
        return figures;
    }

    /** Seconds of the fastest call. */
    private static double best(Engine engine, String method, long size, boolean reorder) {
        ScriptObject root =
                new ScriptObject("Peaks").with("dtype", engine.computeType().scalarType());
        ScriptSource source = ScriptSource.resource(Peaks.class, "peaks.torchscript");
        try (ScriptModule script = engine.load(root, List.of(source));
                NDManager scope = engine.newManager()) {
            NDArray a = matrix(script, scope, size);
            NDArray b = reorder ? reordered(script, scope, a) : a;
            long best = Long.MAX_VALUE;
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                try (NDManager step = engine.newManager()) {
                    script.call(method, new Arguments(step).tensor(a).tensor(b))
                            .singletonOrThrow()
                            .getFloat(); // waits for a device that runs ahead
                }
                best = Math.min(best, System.nanoTime() - start);
            }
            return best / 1e9;
        }
    }

    private static NDArray matrix(ScriptModule script, NDManager scope, long size) {
        return script.call("matrix", new Arguments(scope).tensor(scope.create(0f)).number(size))
                .singletonOrThrow();
    }

    private static NDArray reordered(ScriptModule script, NDManager scope, NDArray matrix) {
        return script.call("reordered", new Arguments(scope).tensor(matrix)).singletonOrThrow();
    }
}
