package org.athanor.rlhf.policy;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;

/**
 * An adapter of low rank (LoRA, arXiv:2106.09685) as a client asks for it; {@code {}} is enough.
 *
 * @param rank by default 8
 * @param alpha the adapter counts alpha / rank times; by default twice the rank
 * @param targets the adapted layers as PEFT names them, such as {@code q_proj}; by default every linear
 *     layer but the head
 */
public record LoraParameters(
        @Positive @Max(16_384) Integer rank,
        @Positive Double alpha,
        @Size(min = 1, max = 100) List<@NotBlank @Size(max = 200) String> targets) {

    public LoraParameters {
        rank = Objects.requireNonNullElse(rank, 8);
        alpha = Objects.requireNonNullElse(alpha, 2.0 * rank);
        targets = targets == null ? List.of(LoraConfig.ALL_LINEAR) : List.copyOf(targets);
    }

    /** The caller closes it. UNPROCESSABLE when it does not go with the model. */
    LoraAdapter adapter(Engine engine, DecoderConfig base, long seed) {
        try {
            LoraConfig config = new LoraConfig(rank, alpha, targets);
            return LoraAdapter.initialise(engine, base, config, seed);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.UNPROCESSABLE, "lora: " + e.getMessage(), e);
        }
    }
}
