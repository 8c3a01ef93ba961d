package org.athanor.pretrain.evaluation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What an evaluation is told. {@code model} and {@code dataset} are enough.
 *
 * @param model the model artifact to measure
 * @param dataset whose validation split is read
 * @param windows how many windows (or examples) at most, spread evenly; by default 512
 * @param sequence tokens a window, by default the model's context length
 * @param attention {@code across-documents}, or {@code within-documents}: each token of a text is foretold
 *     from its own document alone
 * @param batch windows at once, by default 16
 * @param computeType {@code auto} (bf16 where the device has it), {@code f32} or {@code bf16}
 * @param weights {@code compute-type}, or {@code int8} for what serving in eight bits costs
 */
public record EvaluateParameters(
        @NotNull ArtifactId model,
        @NotNull ArtifactId dataset,
        @Positive @Max(1 << 24) Integer windows,
        @Positive @Max(1 << 20) Integer sequence,
        @Pattern(
                        regexp = "across-documents|within-documents",
                        message = "must be across-documents or within-documents")
                String attention,
        @Positive @Max(65_536) Integer batch,
        @Pattern(regexp = "auto|f32|bf16", message = "must be auto, f32 or bf16")
                String computeType,
        @Pattern(regexp = "compute-type|int8", message = "must be compute-type or int8")
                String weights) {}
