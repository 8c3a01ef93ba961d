package org.athanor.pretrain.finetuning;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.athanor.transformer.model.LoraConfig;

/**
 * An adapter of low rank (LoRA, arXiv:2106.09685) as a client asks for it; {@code {}} is enough.
 *
 * @param rank by default 8
 * @param alpha the adapter counts alpha / rank times; by default twice the rank
 * @param targets the adapted layers as PEFT names them, such as {@code q_proj}; by default every linear
 *     layer but the head
 * @param merge whether a model comes out that has the adapter in its weights, by default; or else the
 *     adapter alone, for inference-service to serve over its base, or a {@code merge} run
 */
public record LoraParameters(
        @Positive @Max(16_384) Integer rank,
        @Positive Double alpha,
        @Size(min = 1, max = 100) List<@NotBlank @Size(max = 200) String> targets,
        Boolean merge) {

    public LoraParameters {
        rank = Objects.requireNonNullElse(rank, 8);
        alpha = Objects.requireNonNullElse(alpha, 2.0 * rank);
        targets = targets == null ? List.of(LoraConfig.ALL_LINEAR) : List.copyOf(targets);
        merge = Objects.requireNonNullElse(merge, true);
    }

    LoraConfig config() {
        return new LoraConfig(rank, alpha, targets);
    }
}
