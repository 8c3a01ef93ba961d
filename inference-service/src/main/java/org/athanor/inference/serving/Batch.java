package org.athanor.inference.serving;

import java.util.List;
import org.athanor.inference.serving.ServingException.Reason;

/**
 * The rows of one request, checked against every bound.
 *
 * @param rows [prompts x rows per prompt][time] token ids; the rows of a prompt stand together
 * @param maxTokens new tokens a row at most
 * @param promptTokens of all prompts, each counted once
 */
record Batch(int[][] rows, int maxTokens, int promptTokens) {

    static Batch of(
            List<int[]> prompts, AnswerOptions sampling, int contextLength, ServingConfig config) {
        long wanted = (long) prompts.size() * sampling.rowsPerPrompt();
        if (wanted > config.maxRows()) {
            throw new ServingException(
                    Reason.TOO_MANY_ROWS,
                    "%d prompts with n = %d are %d answers, one request may ask for %d"
                            .formatted(
                                    prompts.size(),
                                    sampling.rowsPerPrompt(),
                                    wanted,
                                    config.maxRows()));
        }
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        int most = config.maxBatchTokens() / (int) wanted - longest;
        int maxTokens =
                sampling.maxTokens().orElse(Math.max(1, Math.min(contextLength - longest, most)));
        checkContext(longest, maxTokens, contextLength);
        if (maxTokens > most) {
            throw new ServingException(
                    Reason.TOO_MANY_TOKENS,
                    "%d answers of %d prompt and %d new tokens are %d tokens, one request may take %d"
                            .formatted(
                                    wanted,
                                    longest,
                                    maxTokens,
                                    wanted * (longest + maxTokens),
                                    config.maxBatchTokens()));
        }
        int[][] rows = new int[(int) wanted][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = prompts.get(row / sampling.rowsPerPrompt());
        }
        int promptTokens = prompts.stream().mapToInt(prompt -> prompt.length).sum();
        return new Batch(rows, maxTokens, promptTokens);
    }

    private static void checkContext(int longest, int maxTokens, int contextLength) {
        if (longest >= contextLength) {
            throw new ServingException(
                    Reason.CONTEXT_LENGTH_EXCEEDED,
                    "the prompt has %d tokens, the model's context of %d leaves no room for an answer"
                            .formatted(longest, contextLength));
        }
        if ((long) longest + maxTokens > contextLength) {
            throw new ServingException(
                    Reason.CONTEXT_LENGTH_EXCEEDED,
                    "%d prompt tokens and %d new ones are %d, the model's context has %d"
                            .formatted(
                                    longest, maxTokens, (long) longest + maxTokens, contextLength));
        }
    }
}
