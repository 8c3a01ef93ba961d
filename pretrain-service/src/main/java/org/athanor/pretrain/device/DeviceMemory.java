package org.athanor.pretrain.device;

import ai.djl.util.cuda.CudaUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import org.athanor.transformer.model.Plan;

/** The bytes that a run may use on each device that it trains on. */
@ApplicationScoped
public class DeviceMemory {

    private final Engines engines;
    private final MachineMemory machine;
    private final OptionalLong configured;

    public DeviceMemory(Engines engines, MachineMemory machine, MemorySettings settings) {
        this.engines = engines;
        this.machine = machine;
        this.configured = settings.bytes();
    }

    /**
     * Whether the host's memory has room for so many bytes beside a training by {@code plan}, whose
     * weights and optimizer may be there already.
     */
    public boolean hasHostRoom(Plan plan, long bytes) {
        boolean onGpu = engines.automatic().device().isGpu();
        OptionalLong available = onGpu ? machine.availableBytes() : availableBytes();
        long training = onGpu ? 0 : plan.trainingBytes();
        return available.isEmpty() || available.getAsLong() - training >= bytes;
    }

    /** Devices that a run trains on. */
    public int devices() {
        return engines.devices().size();
    }

    /** Of the device that has least; empty where nobody says. */
    public OptionalLong availableBytes() {
        if (configured.isPresent()) {
            return configured;
        }
        if (engines.automatic().device().isGpu()) {
            // All of it: what the last run left cached is given back when it is needed.
            return engines.devices().stream()
                    .mapToLong(engine -> CudaUtils.getGpuMemory(engine.device()).getMax())
                    .min();
        }
        return machine.availableBytes();
    }
}
