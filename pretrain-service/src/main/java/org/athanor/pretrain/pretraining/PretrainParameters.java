package org.athanor.pretrain.pretraining;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.pretrain.plan.ModelParameters;
import org.athanor.pretrain.training.GuardParameters;
import org.athanor.pretrain.training.OptimizerParameters;

/**
 * What a pre-training run is told. {@code dataset} and {@code preset} are enough.
 *
 * @param dataset the dataset artifact to read; or else {@code mixture}
 * @param mixture several datasets of one tokenizer, read in turns
 * @param preset a name of {@code GET /v1/presets}; or else {@code model}
 * @param model a shape of one's own; its vocabulary is the dataset's
 * @param steps optimizer steps; or else {@code tokens}; or else one pass over the training split, of a
 *     mixture as many rows as its datasets' epochs have
 * @param tokens training tokens, rounded up to whole steps
 * @param batch windows a micro-batch, by default as many as hold 4,096 tokens
 * @param sequence tokens a window, by default the model's context length
 * @param attention {@code across-documents} (a token sees everything before it in its window) or {@code
 *     within-documents} (its own document alone)
 * @param packing {@code windows} that follow each other across documents, or {@code best-fit}: whole
 *     documents, packed so that only those longer than a window are cut
 * @param accumulation micro-batches a step, by default 1
 * @param recompute lets layers run twice instead of keeping what their gradients need (gradient
 *     checkpointing): a third more operations, far less memory, the same weights; by default false
 * @param guard when the run goes back to its last good checkpoint
 * @param seed of the first weights and of the data's order
 * @param evaluateEvery steps between measurements on the validation split
 * @param evaluationBatches how many batches of it are measured, spread evenly
 * @param checkpointEvery steps between checkpoints: a killed run repeats two intervals at most
 * @param computeType {@code auto} (bf16 where the device has it), {@code f32} or {@code bf16}
 */
public record PretrainParameters(
        ArtifactId dataset,
        @Size(min = 1, max = 100) List<@Valid MixtureParameters> mixture,
        String preset,
        @Valid ModelParameters model,
        @Positive Long steps,
        @Positive Long tokens,
        @Positive @Max(65_536) Integer batch,
        @Positive @Max(1 << 20) Integer sequence,
        @Pattern(
                        regexp = "across-documents|within-documents",
                        message = "must be across-documents or within-documents")
                String attention,
        @Pattern(regexp = "windows|best-fit", message = "must be windows or best-fit")
                String packing,
        @Positive @Max(65_536) Integer accumulation,
        @Valid OptimizerParameters optimizer,
        Boolean recompute,
        @Valid GuardParameters guard,
        Long seed,
        @Positive Long evaluateEvery,
        @Positive @Max(1 << 20) Integer evaluationBatches,
        @Positive Long checkpointEvery,
        @Pattern(regexp = "auto|f32|bf16", message = "must be auto, f32 or bf16")
                String computeType) {

    public PretrainParameters {
        mixture = mixture == null ? null : List.copyOf(mixture);
    }
}
