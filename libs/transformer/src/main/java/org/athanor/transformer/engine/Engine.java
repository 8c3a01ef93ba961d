package org.athanor.transformer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The tensor library, opened on one device with one compute type. Models, trainers and generators are
 * made from an engine and must be closed before it.
 *
 * <p>Engines of one process share the native library, so the number of threads of the engine opened
 * last holds for all of them.
 */
public final class Engine implements AutoCloseable {

    /** Before the number of a GPU. */
    static final String GPU = "cuda:";

    private final Machine machine;
    private final Device device;
    private final ComputeType computeType;
    private final int threads;
    private final NDManager manager;

    private Engine(
            Machine machine,
            Device device,
            ComputeType computeType,
            int threads,
            NDManager manager) {
        this.machine = machine;
        this.device = device;
        this.computeType = computeType;
        this.threads = threads;
        this.manager = manager;
    }

    /** Opens an engine with {@link EngineOptions#fromEnvironment()}. */
    public static Engine open() {
        return open(EngineOptions.fromEnvironment());
    }

    /**
     * Opens an engine.
     *
     * @throws IllegalStateException when a GPU is asked for that is not visible
     */
    public static Engine open(EngineOptions options) {
        // The profiling executor doubles memory and makes the first steps slow.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Machine machine = Machine.current();
        ai.djl.engine.Engine library = ai.djl.engine.Engine.getEngine("PyTorch");
        Device device = device(options.device(), library.getGpuCount());
        int threads = options.threads() == 0 ? machine.cores() : options.threads();
        JniUtils.setNumThreads(threads);
        return new Engine(
                machine,
                device,
                computeType(options.computeType(), device, machine),
                threads,
                library.newBaseManager(device));
    }

    /** GPUs that this process sees. */
    public static int gpus() {
        return ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount();
    }

    static Device device(String wanted, int gpus) {
        if (wanted.equals("cpu") || wanted.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        if (gpus == 0) {
            throw new IllegalStateException(
                    "athanor.device is "
                            + wanted
                            + " but no GPU is visible: use auto or cpu, or install the CUDA flavour of"
                            + " the native library");
        }
        int number = wanted.startsWith(GPU) ? Integer.parseInt(wanted.substring(GPU.length())) : 0;
        if (number >= gpus) {
            throw new IllegalStateException(
                    "athanor.device is "
                            + wanted
                            + " but the GPUs that are visible are cuda:0 to cuda:"
                            + (gpus - 1));
        }
        return Device.gpu(number);
    }

    private static ComputeType computeType(String wanted, Device device, Machine machine) {
        return switch (wanted) {
            case "f32" -> ComputeType.F32;
            case "bf16" -> ComputeType.BF16;
            default -> device.isGpu() || machine.hasBf16() ? ComputeType.BF16 : ComputeType.F32;
        };
    }

    public Machine machine() {
        return machine;
    }

    public Device device() {
        return device;
    }

    /** The device as {@link EngineOptions#device} names it: {@code cpu}, {@code cuda:0}, … */
    public String deviceName() {
        return device.isGpu() ? GPU + device.getDeviceId() : "cpu";
    }

    public ComputeType computeType() {
        return computeType;
    }

    public int threads() {
        return threads;
    }

    /** For instance {@code 2 cores, AMD EPYC (avx512_bf16), 24 GiB; cpu, bf16, 2 threads}. */
    public String describe() {
        return machine.describe()
                + "; "
                + deviceName()
                + ", "
                + computeType.label()
                + ", "
                + threads
                + " threads";
    }

    /** A manager for tensors on this engine's device; the caller closes it, and with it its tensors. */
    public NDManager newManager() {
        return manager.newSubManager();
    }

    /** As {@link #newManager()}, for tensors in the host's memory: on a processor that is the same. */
    public NDManager newHostManager() {
        return manager.newSubManager(Device.cpu());
    }

    /** Loads a module written from {@code sources} whose root object is {@code root}. */
    public ScriptModule load(ScriptObject root, List<ScriptSource> sources) {
        byte[] archive = ScriptArchive.write(root, sources);
        try {
            return new ScriptModule(
                    JniUtils.loadModule(
                            (PtNDManager) manager, new ByteArrayInputStream(archive), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
