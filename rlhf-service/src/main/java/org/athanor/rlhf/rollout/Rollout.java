package org.athanor.rlhf.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.transformer.ppo.PpoBatch;

/**
 * Answers that the current policy sampled. Tokens after an answer's first end token are not part of
 * it: whatever reads a rollout cannot count them.
 *
 * @param prompts {@code [answer][token]}
 * @param answers {@code [answer][token]}; the end token, where there is one, is the last
 * @param ended whether the answer has an end token
 * @param samplerLogProbs what the sampler says it drew each token with, {@code [answer][token]}
 */
public record Rollout(
        List<int[]> prompts, List<int[]> answers, boolean[] ended, List<float[]> samplerLogProbs) {

    public Rollout {
        if (prompts.isEmpty()
                || prompts.size() != answers.size()
                || prompts.size() != ended.length
                || prompts.size() != samplerLogProbs.size()) {
            throw new IllegalArgumentException(
                    "a rollout has one answer a prompt, was %d prompts, %d answers, %d ends, %d rows of log-probs"
                            .formatted(
                                    prompts.size(),
                                    answers.size(),
                                    ended.length,
                                    samplerLogProbs.size()));
        }
        for (int row = 0; row < answers.size(); row++) {
            if (answers.get(row).length == 0
                    || answers.get(row).length != samplerLogProbs.get(row).length) {
                throw new IllegalArgumentException(
                        "answer %d has %d tokens and %d log-probs"
                                .formatted(
                                        row,
                                        answers.get(row).length,
                                        samplerLogProbs.get(row).length));
            }
        }
    }

    public int size() {
        return prompts.size();
    }

    /** Answer tokens of all rows. */
    public int actions() {
        return answers.stream().mapToInt(answer -> answer.length).sum();
    }

    /** Prompt and answer as one, as the models read them. */
    public List<int[]> sequences() {
        return IntStream.range(0, size())
                .mapToObj(row -> concatenate(prompts.get(row), answers.get(row)))
                .toList();
    }

    /** The given rows as a batch for training, in the given order. */
    public PpoBatch batch(int[] rows, int rowsAtOnce) {
        return new PpoBatch(
                Arrays.stream(rows).mapToObj(prompts::get).toList(),
                Arrays.stream(rows).mapToObj(answers::get).toList(),
                rowsAtOnce);
    }

    public double meanLength() {
        return (double) actions() / size();
    }

    public double endRate() {
        int count = 0;
        for (boolean end : ended) {
            count += end ? 1 : 0;
        }
        return (double) count / size();
    }

    private static int[] concatenate(int[] head, int[] tail) {
        int[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }
}
