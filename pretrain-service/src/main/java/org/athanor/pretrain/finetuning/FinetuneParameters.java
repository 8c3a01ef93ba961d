package org.athanor.pretrain.finetuning;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.pretrain.training.GuardParameters;
import org.athanor.pretrain.training.OptimizerParameters;

/**
 * What a fine-tuning run is told. {@code model} and {@code dataset} are enough.
 *
 * @param model the model artifact to start from
 * @param dataset a dataset of prompts and completions or of chats
 * @param epochs passes over the training split, by default 2; or else {@code steps}
 * @param steps optimizer steps
 * @param batch examples a micro-batch, by default 16
 * @param sequence longest example in tokens, by default the model's context; longer ones are left out
 * @param accumulation micro-batches a step, by default 1
 * @param recompute lets layers run twice instead of keeping what their gradients need (gradient
 *     checkpointing): a third more operations, far less memory, the same weights; by default false
 * @param lora makes an adapter of low rank learn instead of all weights; the model that comes out has it
 *     merged, and beside it in {@code adapter/}, in PEFT's layout; or the adapter alone comes out
 * @param guard when the run goes back to its last good checkpoint
 * @param seed of the data's order, and of a new adapter
 * @param evaluateEvery steps between measurements on the validation split
 * @param evaluationBatches how many batches of it are measured, spread evenly
 * @param checkpointEvery steps between checkpoints: a killed run repeats two intervals at most
 * @param computeType {@code auto} (bf16 where the device has it), {@code f32} or {@code bf16}
 */
public record FinetuneParameters(
        @NotNull ArtifactId model,
        @NotNull ArtifactId dataset,
        @Positive @Max(10_000) Double epochs,
        @Positive Long steps,
        @Positive @Max(65_536) Integer batch,
        @Positive @Max(1 << 20) Integer sequence,
        @Positive @Max(65_536) Integer accumulation,
        @Valid OptimizerParameters optimizer,
        Boolean recompute,
        @Valid LoraParameters lora,
        @Valid GuardParameters guard,
        Long seed,
        @Positive Long evaluateEvery,
        @Positive @Max(1 << 20) Integer evaluationBatches,
        @Positive Long checkpointEvery,
        @Pattern(regexp = "auto|f32|bf16", message = "must be auto, f32 or bf16")
                String computeType) {}
