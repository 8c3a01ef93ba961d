package org.athanor.transformer.bench;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.transformer.engine.Engine;

/**
 * What this process holds, in bytes; Linux alone tells.
 *
 * @param resident native memory and heap together
 * @param heap live objects, after a collection
 */
record Memory(double resident, double heap) {

    private static final FunctionDescriptor TRIM =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);

    private static final Path STATUS = Path.of("/proc/self/status");

    static Memory now() {
        System.gc();
        giveBack();
        Runtime runtime = Runtime.getRuntime();
        return new Memory(status("VmRSS:"), runtime.totalMemory() - runtime.freeMemory());
    }

    /**
     * Gives freed native memory back to the system, which the allocator would keep: what is resident
     * afterwards is in use.
     */
    private static void giveBack() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup()
                .find("malloc_trim") // glibc's alone
                .ifPresent(trim -> call(linker.downcallHandle(trim, TRIM)));
    }

    private static void call(MethodHandle trim) {
        try {
            int ignored = (int) trim.invokeExact(0L);
        } catch (Throwable e) {
            throw new IllegalStateException("malloc_trim failed", e);
        }
    }

    /** Forgets the highest resident size so far. */
    static void resetHighWater() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // Then the mark is of the whole process, which is the worse figure.
        }
    }

    /** The highest resident size since {@link #resetHighWater}. */
    static double highWater() {
        return status("VmHWM:");
    }

    /**
     * What is taken of a GPU's memory, by whomever, in bytes. What the allocator has once reserved it
     * keeps, so this process's part is the most that it has needed since {@link #forgetGpu}.
     */
    static double ofGpu(Engine engine) {
        return CudaUtils.getGpuMemory(engine.device()).getUsed();
    }

    /** Gives back what the allocator keeps of the GPUs' memory for later. */
    static void forgetGpu() {
        JniUtils.emptyCudaCache();
    }

    private static double status(String key) {
        try {
            return Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith(key))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(Double.NaN)
                    * 1024;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
