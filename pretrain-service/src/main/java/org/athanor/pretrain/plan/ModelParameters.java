package org.athanor.pretrain.plan;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Family;
import org.athanor.transformer.model.RopeScaling;

/**
 * A decoder's shape as a client writes it; what is left out takes the family's usual value.
 *
 * @param family {@code llama} (the default) or {@code gpt2}
 * @param vocabularySize needed for a plan; a training run takes the dataset's
 * @param kvHeads key and value heads, else {@code heads}
 * @param headDim else {@code dModel / heads}
 * @param dHidden else 8/3 of {@code dModel} up to the next multiple of 64 for Llama, 4 times for GPT-2
 * @param tiedHead whether the output head is the embedding, else true
 */
public record ModelParameters(
        @Pattern(regexp = "(?i)llama|gpt2", message = "must be llama or gpt2") String family,
        Integer vocabularySize,
        @NotNull Integer dModel,
        @NotNull Integer layers,
        @NotNull Integer heads,
        Integer kvHeads,
        Integer headDim,
        Integer dHidden,
        @NotNull Integer contextLength,
        Boolean tiedHead,
        Double normEpsilon,
        Double ropeTheta,
        RopeScaling ropeScaling) {

    private static final int HIDDEN_MULTIPLE = 64;

    /** The configuration, whose own checks name what is wrong. */
    DecoderConfig toConfig(int vocabulary) {
        Family kind =
                family == null ? Family.LLAMA : Family.valueOf(family.toUpperCase(Locale.ROOT));
        return new DecoderConfig(
                kind,
                vocabulary,
                dModel,
                layers,
                heads,
                or(kvHeads, heads),
                or(headDim, dModel / Math.max(1, heads)),
                or(dHidden, usualHidden(kind)),
                contextLength,
                or(tiedHead, true),
                or(normEpsilon, 1e-5),
                or(ropeTheta, 10_000.0),
                ropeScaling);
    }

    private int usualHidden(Family kind) {
        if (kind == Family.GPT2) {
            return 4 * dModel;
        }
        // SwiGLU has three matrices where GELU has two: 8/3 keeps the parameters
        // (arXiv:2002.05202).
        int hidden = (int) Math.ceil(8.0 * dModel / 3);
        return Math.ceilDiv(hidden, HIDDEN_MULTIPLE) * HIDDEN_MULTIPLE;
    }

    private static <T> T or(T value, T usual) {
        return value == null ? usual : value;
    }
}
