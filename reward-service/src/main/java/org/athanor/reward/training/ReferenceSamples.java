package org.athanor.reward.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.decoding.Completion;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Answers of the reference policy to the snapshot's prompts: what gain and bias are fixed on. Sampled
 * as a rollout is, from the whole distribution.
 */
record ReferenceSamples(Tokenizer tokenizer, RewardModelParameters parameters) {

    /** Prompts that are answered together; between two such batches a run can be interrupted. */
    private static final int BATCH = 64;

    /** Keeps the order of the prompts and the head's initial values apart under one seed. */
    private static final long STREAM = 0x5A3D_1E5B_9C07_44F1L;

    /** @return [normalisationSamples] prompt and answer each, as far as it was sampled */
    int[][] sample(LanguageModel policy, PreferenceData data, RunContext context) {
        List<int[]> prompts = prompts(data, policy.config().contextLength());
        List<int[]> sequences = new ArrayList<>(prompts.size());
        try (Generator generator = new Generator(policy)) {
            for (int start = 0; start < prompts.size(); start += BATCH) {
                context.ensureActive();
                List<int[]> some = prompts.subList(start, Math.min(prompts.size(), start + BATCH));
                List<Completion> answers = generator.generate(some, options(start));
                for (int i = 0; i < some.size(); i++) {
                    sequences.add(joined(some.get(i), answers.get(i).tokens()));
                }
                context.progress(sequences.size(), prompts.size(), "samples");
            }
        }
        return sequences.toArray(int[][]::new);
    }

    /** In shuffled order, again from the first when there are fewer prompts than samples. */
    private List<int[]> prompts(PreferenceData data, int contextLength) {
        List<int[]> all =
                new ArrayList<>(
                        Stream.concat(data.training().stream(), data.validation().stream())
                                .map(group -> group.examples().getFirst().pair().prompt())
                                .toList());
        Collections.shuffle(all, new Random(parameters.seed() + STREAM));
        int room = Math.max(1, contextLength - parameters.maximumTokens());
        return Stream.iterate(0, i -> i + 1)
                .limit(parameters.normalisationSamples())
                .map(i -> tail(all.get(i % all.size()), room))
                .toList();
    }

    private SamplingOptions options(int start) {
        return new SamplingOptions(
                parameters.temperature().floatValue(),
                0,
                1,
                parameters.maximumTokens(),
                Set.of(tokenizer.end()),
                parameters.seed() + start);
    }

    private static int[] tail(int[] tokens, int length) {
        return tokens.length <= length
                ? tokens
                : Arrays.copyOfRange(tokens, tokens.length - length, tokens.length);
    }

    private static int[] joined(int[] prompt, int[] answer) {
        int[] sequence = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, sequence, prompt.length, answer.length);
        return sequence;
    }
}
