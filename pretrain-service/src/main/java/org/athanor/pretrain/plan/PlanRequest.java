package org.athanor.pretrain.plan;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;

/**
 * What to plan for.
 *
 * @param preset a name of {@code GET /v1/presets}; or else {@code model}
 * @param model a shape of one's own
 * @param batch sequences a micro-batch in training, sequences at once in serving; by default 1
 * @param sequence tokens a sequence, by default the model's context length
 * @param computeType {@code auto} (bf16 where the device has it), {@code f32} or {@code bf16}
 * @param memoryBytes of the device asked about, by default this service's own
 */
record PlanRequest(
        String preset,
        @Valid ModelParameters model,
        @Positive @Max(1 << 20) Integer batch,
        @Positive Integer sequence,
        @Pattern(regexp = "auto|f32|bf16", message = "must be auto, f32 or bf16")
                String computeType,
        @Positive Long memoryBytes) {}
