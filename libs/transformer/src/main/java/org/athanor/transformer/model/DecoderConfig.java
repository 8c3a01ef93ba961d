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
 * @param modelType which published line of that family: what its layers add, and what files call it
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
        RopeScaling ropeScaling,
        ModelType modelType) {

    private static final int LARGEST = 1 << 24;

    /** A file of a few bytes must not make a list of millions of weights. */
    private static final int MOST_LAYERS = 4096;

    public DecoderConfig {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(modelType, "modelType");
        if (modelType.family() != family) {
            throw new IllegalArgumentException(
                    modelType + " is not of the family " + family + " but " + modelType.family());
        }
        positive(vocabularySize, "vocabularySize");
        positive(dModel, "dModel");
        between(layers, MOST_LAYERS, "layers");
        positive(heads, "heads");
        positive(kvHeads, "kvHeads");
        positive(headDim, "headDim");
        between((long) heads * headDim, LARGEST, "heads * headDim");
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

    /** The line that gave the family its name: Llama or GPT-2 itself. */
    public DecoderConfig(
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
        this(
                family,
                vocabularySize,
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
                ropeScaling,
                ModelType.of(family));
    }

    /**
     * The shape that {@code config.json} of a folder in Hugging Face's layout describes; no weight is
     * read.
     *
     * @throws ModelFormatException when it is malformed or of a model that this engine does not know
     * @throws IOException when it cannot be read
     */
    public static DecoderConfig read(Path folder) throws IOException {
        return HuggingFaceConfig.read(folder.resolve(HuggingFaceConfig.FILE));
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

    public DecoderConfig withVocabularySize(int size) {
        return copy(size, contextLength, modelType);
    }

    public DecoderConfig withContextLength(int length) {
        return copy(vocabularySize, length, modelType);
    }

    /** The same shape as another line builds it. */
    public DecoderConfig withModelType(ModelType type) {
        return copy(vocabularySize, contextLength, type);
    }

    private DecoderConfig copy(int vocabulary, int context, ModelType type) {
        return new DecoderConfig(
                type.family(),
                vocabulary,
                dModel,
                layers,
                heads,
                kvHeads,
                headDim,
                dHidden,
                context,
                tiedHead,
                normEpsilon,
                ropeTheta,
                ropeScaling,
                type);
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
        if (!(ropeTheta > 1 && ropeTheta < 1e15)) {
            throw new IllegalArgumentException(
                    "ropeTheta must be between 1 and 1e15, was " + ropeTheta);
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
        between(value, LARGEST, name);
    }

    private static void between(long value, int largest, String name) {
        if (value < 1 || value > largest) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + largest + ", was " + value);
        }
    }
}
