package org.athanor.inference.serving;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.athanor.transformer.decoding.AdaptedPrompt;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.PackedWeights;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.decoding.TokenListener;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;

/** A model's weights, packed once for all that decode with them: the model, and adapters over it. */
final class LoadedWeights implements AutoCloseable {

    private final LanguageModel model;
    private final PackedWeights packed;

    /** A generator serves one generation at a time; there are as many as generations ran at once. */
    private final ConcurrentLinkedQueue<Generator> idle = new ConcurrentLinkedQueue<>();

    LoadedWeights(LanguageModel model, PackedWeights.Precision precision) {
        this.model = model;
        this.packed = new PackedWeights(model, precision);
        packed.keepAlone();
    }

    LanguageModel model() {
        return model;
    }

    /**
     * Answers the rows of one request.
     *
     * @param rows [row][time] token ids
     * @param adapter that all of them wear, or null
     */
    void generate(
            int[][] rows, LoraAdapter adapter, SamplingOptions options, TokenListener listener) {
        Generator generator = idle.poll();
        if (generator == null) {
            generator = new Generator(model, packed);
        }
        try {
            generator.generateAdapted(
                    Arrays.stream(rows).map(ids -> new AdaptedPrompt(ids, adapter)).toList(),
                    options,
                    listener);
        } finally {
            idle.add(generator);
        }
    }

    /** Nobody may generate any more. */
    @Override
    public void close() {
        idle.forEach(Generator::close);
        packed.close();
        model.close();
    }
}
