package org.athanor.transformer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.athanor.transformer.decoding.Completion;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;

/**
 * How far the log-probabilities recorded while sampling (cached, prepacked) are from those that the
 * training forward gives the same tokens.
 */
final class AgreementBench {

    private static final int PROMPT = 32;

    private AgreementBench() {}

    /** @param time tokens of prompt and answer together */
    static Map<String, Object> run(Engine engine, DecoderConfig config, int batch, int time) {
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                Generator generator = new Generator(model)) {
            List<int[]> prompts = Arrays.asList(RandomTokens.rows(config, batch, PROMPT));
            List<Completion> answers =
                    generator.generate(
                            prompts, SamplingOptions.unfiltered(time - PROMPT, Set.of(), 1));
            List<int[]> whole = new ArrayList<>();
            for (int row = 0; row < batch; row++) {
                int[] both = Arrays.copyOf(prompts.get(row), time);
                System.arraycopy(answers.get(row).tokens(), 0, both, PROMPT, time - PROMPT);
                whole.add(both);
            }
            float[][] trained = model.logProbs(whole.toArray(int[][]::new), 1);
            double largest = 0;
            for (int row = 0; row < batch; row++) {
                float[] sampled = answers.get(row).logProbs();
                for (int i = 0; i < sampled.length; i++) {
                    // The first log-probability of a row is that of its second token.
                    float difference = sampled[i] - trained[row][PROMPT - 1 + i];
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("dtype", engine.computeType().label());
            figures.put("batch", batch);
            figures.put("value", Figures.rounded(largest));
            return figures;
        }
    }
}
