package org.athanor.rlhf.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.decoding.Completion;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.model.LanguageModel;

/**
 * Samples answers from the policy as it is now. From its whole distribution: a truncated one would
 * not be the distribution whose log-probs the update compares, and KL would come out negative.
 */
public final class RolloutCollector implements AutoCloseable {

    private final Generator generator;
    private final int end;
    private final int maximumTokens;
    private final double temperature;

    /**
     * @param end the token that ends an answer
     * @param maximumTokens of an answer, the end token included
     */
    public RolloutCollector(LanguageModel policy, int end, int maximumTokens, double temperature) {
        this.generator = new Generator(policy);
        this.end = end;
        this.maximumTokens = maximumTokens;
        this.temperature = temperature;
    }

    /** One answer a prompt. The same policy, prompts and seed give the same answers. */
    public Rollout collect(List<int[]> prompts, long seed) {
        SamplingOptions options =
                new SamplingOptions((float) temperature, 0, 1, maximumTokens, Set.of(end), seed);
        List<int[]> answers = new ArrayList<>(prompts.size());
        List<float[]> logProbs = new ArrayList<>(prompts.size());
        boolean[] ended = new boolean[prompts.size()];
        List<Completion> completions = generator.generate(prompts, options);
        for (int row = 0; row < completions.size(); row++) {
            FirstEnd cut = FirstEnd.in(completions.get(row).tokens(), end);
            answers.add(cut.of(completions.get(row).tokens()));
            logProbs.add(cut.of(completions.get(row).logProbs()));
            ended[row] = cut.found();
        }
        return new Rollout(prompts, answers, ended, logProbs);
    }

    @Override
    public void close() {
        generator.close();
    }
}
