package org.athanor.transformer.ppo;

import java.util.Arrays;
import java.util.List;

/**
 * Rows that go through a model together, padded on the right to the longest: under causal attention
 * no token sees padding. The last token of a row is an action only, never an input.
 *
 * @param rows how many
 * @param time inputs a row, padding included
 * @param firstAction where its actions start in the flat list of the whole batch
 * @param inputs token ids, {@code [rows × time]}
 * @param states where among the inputs each action was chosen, {@code [actions]}
 * @param actions the tokens chosen, {@code [actions]}
 */
record MicroBatch(
        int rows, int time, int firstAction, long[] inputs, long[] states, long[] actions) {

    static MicroBatch of(List<int[]> prompts, List<int[]> answers, int firstAction) {
        int rows = prompts.size();
        int time = longest(prompts, answers) - 1;
        int count = answers.stream().mapToInt(answer -> answer.length).sum();
        MicroBatch batch =
                new MicroBatch(
                        rows,
                        time,
                        firstAction,
                        new long[rows * time],
                        new long[count],
                        new long[count]);
        int offset = 0;
        for (int row = 0; row < rows; row++) {
            batch.fill(row, offset, prompts.get(row), answers.get(row));
            offset += answers.get(row).length;
        }
        return batch;
    }

    private static int longest(List<int[]> prompts, List<int[]> answers) {
        int longest = 0;
        for (int row = 0; row < prompts.size(); row++) {
            longest = Math.max(longest, prompts.get(row).length + answers.get(row).length);
        }
        return longest;
    }

    private void fill(int row, int offset, int[] prompt, int[] answer) {
        int start = row * time;
        for (int i = 0; i < prompt.length; i++) {
            inputs[start + i] = prompt[i];
        }
        for (int t = 0; t < answer.length; t++) {
            // An action is chosen after reading the token in front of it.
            states[offset + t] = start + prompt.length - 1L + t;
            actions[offset + t] = answer[t];
            if (t + 1 < answer.length) {
                inputs[start + prompt.length + t] = answer[t];
            }
        }
    }

    /** This micro-batch's part of a flat list of the whole batch. */
    float[] slice(float[] ofBatch) {
        return Arrays.copyOfRange(ofBatch, firstAction, firstAction + actions.length);
    }
}
