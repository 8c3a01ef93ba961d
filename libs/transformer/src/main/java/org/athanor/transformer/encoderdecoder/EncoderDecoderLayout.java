package org.athanor.transformer.encoderdecoder;

import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.model.WeightLayout;
import org.athanor.transformer.model.WeightSpec;

/**
 * The weights in the order in which {@code encoder-decoder.torchscript} takes them, with the names that
 * Hugging Face's encoder-decoders have in their files. Projections of attention have no biases, as in the
 * paper.
 *
 * <p>The paper does not say how weights start. Here matrices start as Glorot and Bengio (AISTATS 2010)
 * have it, and the embedding with a variance of 1/dModel, so that it has unit variance once it is scaled
 * (section 3.4).
 */
final class EncoderDecoderLayout {

    private final List<WeightSpec> weights = new ArrayList<>();
    private final int d;
    private final int dHidden;

    private EncoderDecoderLayout(EncoderDecoderConfig config) {
        this.d = config.dModel();
        this.dHidden = config.dHidden();
    }

    static WeightLayout of(EncoderDecoderConfig config) {
        EncoderDecoderLayout layout = new EncoderDecoderLayout(config);
        layout.embedding(config.vocabularySize());
        for (int i = 0; i < config.encoderLayers(); i++) {
            layout.encoderLayer("model.encoder.layers." + i + ".");
        }
        for (int i = 0; i < config.decoderLayers(); i++) {
            layout.decoderLayer("model.decoder.layers." + i + ".");
        }
        return new WeightLayout(layout.weights, 1, layout.weights.size());
    }

    private void encoderLayer(String prefix) {
        selfAttention(prefix);
        feedForward(prefix);
    }

    private void decoderLayer(String prefix) {
        selfAttention(prefix);
        crossAttention(prefix);
        feedForward(prefix);
    }

    private void selfAttention(String prefix) {
        String name = prefix + "self_attn";
        stacked(name + ".q_proj.weight", name + ".k_proj.weight", name + ".v_proj.weight");
        stacked(name + ".out_proj.weight");
        norm(name + "_layer_norm");
    }

    private void crossAttention(String prefix) {
        String name = prefix + "encoder_attn";
        stacked(name + ".q_proj.weight");
        stacked(name + ".k_proj.weight", name + ".v_proj.weight");
        stacked(name + ".out_proj.weight");
        norm(name + "_layer_norm");
    }

    private void feedForward(String prefix) {
        linear(prefix + "fc1", dHidden, d);
        linear(prefix + "fc2", d, dHidden);
        norm(prefix + "final_layer_norm");
    }

    /** Square matrices, one below the other. */
    private void stacked(String... names) {
        WeightSpec.Part[] parts = new WeightSpec.Part[names.length];
        for (int i = 0; i < names.length; i++) {
            parts[i] = new WeightSpec.Part(names[i], d, false);
        }
        weights.add(WeightSpec.stacked(d, 1 / Math.sqrt(d), parts));
    }

    private void linear(String name, int out, int in) {
        double deviation = Math.sqrt(2.0 / (in + out));
        weights.add(
                WeightSpec.stacked(
                        in, deviation, new WeightSpec.Part(name + ".weight", out, false)));
        vector(name + ".bias", out, 0);
    }

    private void embedding(int vocabularySize) {
        WeightSpec.Part part = new WeightSpec.Part("model.shared.weight", vocabularySize, false);
        weights.add(WeightSpec.stacked(d, 1 / Math.sqrt(d), part));
    }

    private void norm(String name) {
        vector(name + ".weight", d, 1);
        vector(name + ".bias", d, 0);
    }

    private void vector(String name, int size, double fill) {
        weights.add(WeightSpec.vector(fill, new WeightSpec.Part(name, size, false)));
    }
}
