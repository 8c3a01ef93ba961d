package org.athanor.transformer.encoderdecoder;

/**
 * The shape of the Transformer of 2017 (arXiv:1706.03762, section 3). Sources and targets share one
 * vocabulary, as the paper's do: one embedding serves both and the projection before the softmax
 * (section 3.4). Sequences are padded with token 0, which is masked and may be any token.
 *
 * @param vocabularySize rows of the embedding
 * @param dModel width of every sub-layer's output; even, for the positions
 * @param encoderLayers layers of the encoder, N in the paper
 * @param decoderLayers layers of the decoder, N too in the paper
 * @param heads attention heads; divides {@code dModel}
 * @param dHidden width of the feed-forward layer, d_ff in the paper
 * @param maxLength longest source, and longest target with its end token, in tokens
 * @param startId the token before every target, which shifts it right by one position
 * @param endId the token after every target
 */
public record EncoderDecoderConfig(
        int vocabularySize,
        int dModel,
        int encoderLayers,
        int decoderLayers,
        int heads,
        int dHidden,
        int maxLength,
        int startId,
        int endId) {

    /** Added to the variance in every LayerNorm; the paper gives none. */
    static final double NORM_EPSILON = 1e-6;

    private static final int LARGEST = 1 << 24;

    /** Keeps the number of parameters far from the end of a long. */
    private static final int MOST_LAYERS = 512;

    /** Wavelengths of the positions grow from 2 pi to this times 2 pi (section 3.5). */
    private static final double LONGEST_WAVE = 10_000;

    public EncoderDecoderConfig {
        positive(vocabularySize, "vocabularySize");
        positive(dModel, "dModel");
        between(encoderLayers, MOST_LAYERS, "encoderLayers");
        between(decoderLayers, MOST_LAYERS, "decoderLayers");
        positive(heads, "heads");
        positive(dHidden, "dHidden");
        positive(maxLength, "maxLength");
        if (dModel % heads != 0 || dModel % 2 != 0) {
            throw new IllegalArgumentException(
                    "dModel must be even and a multiple of heads, was "
                            + dModel
                            + " for heads "
                            + heads);
        }
        inside(startId, vocabularySize, "startId");
        inside(endId, vocabularySize, "endId");
    }

    public EncoderDecoderConfig withVocabularySize(int size) {
        return new EncoderDecoderConfig(
                size,
                dModel,
                encoderLayers,
                decoderLayers,
                heads,
                dHidden,
                maxLength,
                startId,
                endId);
    }

    /** Parameters, the shared embedding counted once. */
    public long parameters() {
        long d = dModel;
        long attention = 4 * d * d + 2 * d;
        long feedForward = 2 * d * dHidden + dHidden + d + 2 * d;
        return vocabularySize * d
                + encoderLayers * (attention + feedForward)
                + decoderLayers * (2 * attention + feedForward);
    }

    int headDim() {
        return dModel / heads;
    }

    /** {@code 1 / 10000^(2i / dModel)} for every i below {@code dModel / 2} (section 3.5). */
    float[] frequencies() {
        float[] frequencies = new float[dModel / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) Math.pow(LONGEST_WAVE, -2.0 * i / dModel);
        }
        return frequencies;
    }

    private static void positive(int value, String name) {
        between(value, LARGEST, name);
    }

    private static void between(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + most + ", was " + value);
        }
    }

    private static void inside(int id, int vocabularySize, String name) {
        if (id < 0 || id >= vocabularySize) {
            throw new IllegalArgumentException(
                    name + " must be in the vocabulary of " + vocabularySize + ", was " + id);
        }
    }
}
