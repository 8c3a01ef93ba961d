package org.athanor.transformer.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The shape of a decoder-only transformer.
 *
 * @param family which kind of layer
 * @param vocabularySize rows of the token embedding
 * @param dModel width of the residual stream
 * @param layers number of layers
 * @param heads query heads
 * @param kvHeads key and value heads; divides {@code heads}, and equals it for GPT-2
 * @param headDim width of one head
 * @param dHidden width of the feed-forward layer
 * @param contextLength longest sequence in tokens
 * @param tiedHead whether the output head is the token embedding
 * @param normEpsilon added under the root of every norm
 * @param ropeTheta base of the rotary frequencies (Llama only)
 * @param ropeScaling stretching of those frequencies, or null for none
 */
public record DecoderConfig(
        Family family,
        int vocabularySize,
        int dModel,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int dHidden,
        int contextLength,
        boolean tiedHead,
        double normEpsilon,
        double ropeTheta,
        RopeScaling ropeScaling) {

    private static final int LARGEST = 1 << 24;

    public DecoderConfig {
        Objects.requireNonNull(family, "family");
        positive(vocabularySize, "vocabularySize");
        positive(dModel, "dModel");
        positive(layers, "layers");
        positive(heads, "heads");
        positive(kvHeads, "kvHeads");
        positive(headDim, "headDim");
        positive(dHidden, "dHidden");
        positive(contextLength, "contextLength");
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "kvHeads must divide heads: " + kvHeads + " does not divide " + heads);
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw new IllegalArgumentException(
                    "normEpsilon must be between 0 and 1, was " + normEpsilon);
        }
        switch (family) {
            case LLAMA -> checkLlama(headDim, ropeTheta);
            case GPT2 -> checkGpt2(heads, kvHeads, headDim, dModel);
        }
    }

    /** A Llama whose heads fill the model's width, with the usual epsilon and rotary base. */
    public static DecoderConfig llama(
            int vocabularySize,
            int dModel,
            int layers,
            int heads,
            int kvHeads,
            int dHidden,
            int contextLength,
            boolean tiedHead) {
        return new DecoderConfig(
                Family.LLAMA,
                vocabularySize,
                dModel,
                layers,
                heads,
                kvHeads,
                dModel / Math.max(1, heads),
                dHidden,
                contextLength,
                tiedHead,
                1e-5,
                10_000,
                null);
    }

    /** A GPT-2 with the usual feed-forward width of four times the model's, and a tied head. */
    public static DecoderConfig gpt2(
            int vocabularySize, int dModel, int layers, int heads, int contextLength) {
        return new DecoderConfig(
                Family.GPT2,
                vocabularySize,
                dModel,
                layers,
                heads,
                heads,
                dModel / Math.max(1, heads),
                4 * dModel,
                contextLength,
                true,
                1e-5,
                10_000,
                null);
    }

    /**
     * The shape that {@code config.json} of a folder in Hugging Face's layout describes, without its
     * weights.
     *
     * @throws IOException when the file is missing or malformed, or describes no language model that
     *     this engine knows
     */
    public static DecoderConfig read(Path folder) throws IOException {
        return HuggingFaceConfig.read(folder.resolve(HuggingFaceConfig.FILE));
    }

    public DecoderConfig withVocabularySize(int size) {
        return new DecoderConfig(
                family,
                size,
                dModel,
                layers,
                heads,
                kvHeads,
                headDim,
                dHidden,
                contextLength,
                tiedHead,
                normEpsilon,
                ropeTheta,
                ropeScaling);
    }

    public DecoderConfig withContextLength(int length) {
        return new DecoderConfig(
                family,
                vocabularySize,
                dModel,
                layers,
                heads,
                kvHeads,
                headDim,
                dHidden,
                length,
                tiedHead,
                normEpsilon,
                ropeTheta,
                ropeScaling);
    }

    /** Parameters of the language model, a tied head counted once. */
    public long parameters() {
        return WeightLayout.of(this).parameters();
    }

    /** Rotary frequencies in radians a position, one for each pair of a head: {@code headDim / 2}. */
    float[] ropeFrequencies() {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(ropeTheta, -2.0 * i / headDim);
            frequencies[i] =
                    (float) (ropeScaling == null ? frequency : ropeScaling.scale(frequency));
        }
        return frequencies;
    }

    private static void checkLlama(int headDim, double ropeTheta) {
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even for rotary positions, was " + headDim);
        }
        if (!(ropeTheta > 1)) {
            throw new IllegalArgumentException("ropeTheta must be above 1, was " + ropeTheta);
        }
    }

    private static void checkGpt2(int heads, int kvHeads, int headDim, int dModel) {
        if (kvHeads != heads || heads * headDim != dModel) {
            throw new IllegalArgumentException(
                    "GPT-2 needs kvHeads = heads and heads * headDim = dModel, was heads "
                            + heads
                            + ", kvHeads "
                            + kvHeads
                            + ", headDim "
                            + headDim
                            + ", dModel "
                            + dModel);
        }
    }

    private static void positive(int value, String name) {
        if (value < 1 || value > LARGEST) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + LARGEST + ", was " + value);
        }
    }
}
