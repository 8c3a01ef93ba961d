package org.athanor.transformer.model;

import java.util.List;

/**
 * What adapters of low rank are (LoRA, arXiv:2106.09685): which layers have one, how wide it is, and how
 * much it counts.
 *
 * @param rank columns of B and rows of A
 * @param alpha the change is {@code alpha / rank * B A}, so that another rank needs no other learning rate
 * @param targets names of the adapted layers as PEFT writes them: a module's whole name or its last parts,
 *     such as {@code q_proj} or {@code mlp.c_proj}; {@link #ALL_LINEAR} alone for every linear layer of the
 *     body
 */
public record LoraConfig(int rank, double alpha, List<String> targets) {

    /** PEFT's name for every linear layer but the output head. */
    public static final String ALL_LINEAR = "all-linear";

    private static final int LARGEST_RANK = 1 << 14;

    public LoraConfig {
        targets = List.copyOf(targets);
        if (rank < 1 || rank > LARGEST_RANK) {
            throw new IllegalArgumentException(
                    "the rank of an adapter must be between 1 and "
                            + LARGEST_RANK
                            + ", was "
                            + rank);
        }
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("alpha must be a number above 0, was " + alpha);
        }
        if (targets.isEmpty() || targets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "the targets of an adapter must name layers, were " + targets);
        }
        if (targets.contains(ALL_LINEAR) && targets.size() > 1) {
            throw new IllegalArgumentException(
                    ALL_LINEAR + " stands alone among the targets, was " + targets);
        }
    }

    /** Every linear layer of the body. */
    public static LoraConfig allLinear(int rank, double alpha) {
        return new LoraConfig(rank, alpha, List.of(ALL_LINEAR));
    }

    /** What the product of B and A is multiplied by. */
    public double scale() {
        return alpha / rank;
    }

    /**
     * Parameters of such an adapter: rank * (in + out) for each layer.
     *
     * @throws IllegalArgumentException when a target names no layer of {@code base}, or the rank is no
     *     low one for it
     */
    public long parameters(DecoderConfig base) {
        return AdapterLayout.of(base, this).tensors(rank).parameters();
    }

    /** Whether a layer has an adapter. */
    boolean covers(String module) {
        return targets.stream().anyMatch(target -> covers(target, module));
    }

    static boolean covers(String target, String module) {
        return target.equals(ALL_LINEAR) || module.equals(target) || module.endsWith("." + target);
    }
}
