package org.athanor.transformer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The weights of a language model by the names they have in a file, for messages that say which is wrong. */
public final class NamedWeights {

    private NamedWeights() {}

    /**
     * One tensor of the file, which is part of a weight of the model.
     *
     * @param weight position in the model's list
     * @param first its first element there
     * @param end the element after its last there
     */
    public record Part(String name, int weight, int first, int end) {

        /** Its elements in a model of the shape it was made for. */
        public float[] values(LanguageModel model) {
            float[] all = model.weights().tensors().get(weight).toFloatArray();
            return Arrays.copyOfRange(all, first, end);
        }
    }

    public static List<Part> of(DecoderConfig config) {
        List<WeightSpec> weights = WeightLayout.of(config).weights();
        List<Part> parts = new ArrayList<>();
        for (int w = 0; w < weights.size(); w++) {
            int first = 0;
            for (WeightSpec.Part part : weights.get(w).parts()) {
                int end = first + part.rows() * Math.max(1, weights.get(w).columns());
                parts.add(new Part(part.name(), w, first, end));
                first = end;
            }
        }
        return parts;
    }
}
