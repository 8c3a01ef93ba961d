package org.athanor.pretrain.device;

import ai.djl.util.cuda.CudaUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.Plan;

/** The bytes that a run may use on the device that it trains on. */
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

    /** Empty where nobody says. */
    public OptionalLong availableBytes() {
        if (configured.isPresent()) {
            return configured;
        }
        Engine engine = engines.automatic();
        if (engine.device().isGpu()) {
            // All of it: what the last run left cached is given back when it is needed.
            return OptionalLong.of(CudaUtils.getGpuMemory(engine.device()).getMax());
        }
        return machine.availableBytes();
    }
}
