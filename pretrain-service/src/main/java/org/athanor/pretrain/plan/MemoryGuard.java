package org.athanor.pretrain.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.device.DeviceMemory;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Plan;

/** Refuses a run whose plan does not fit, before anything is spent. */
@ApplicationScoped
public class MemoryGuard {

    private final DeviceMemory memory;

    MemoryGuard(DeviceMemory memory) {
        this.memory = memory;
    }

    /** Devices that a run trains on, each of which has to have the room. */
    public int devices() {
        return memory.devices();
    }

    /** The plan; INVALID_REQUEST when batch or time are beyond what the model takes. */
    public static Plan plan(DecoderConfig config, int batch, int sequence, ComputeType type) {
        if (sequence > config.contextLength()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "sequence %d is longer than the model's context of %d tokens"
                            .formatted(sequence, config.contextLength()));
        }
        try {
            return Plan.of(config, batch, sequence, type);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    /** UNPROCESSABLE, with the figures, when training does not fit this machine. */
    public void requireFits(Plan plan) {
        OptionalLong available = memory.availableBytes();
        if (available.isPresent() && !plan.fitsTraining(available.getAsLong())) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the model of %,d parameters does not fit: %s"
                            .formatted(
                                    plan.parameters(),
                                    plan.trainingShortage(available.getAsLong())));
        }
    }
}
