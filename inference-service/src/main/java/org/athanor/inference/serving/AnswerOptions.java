package org.athanor.inference.serving;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the next tokens are chosen.
 *
 * @param rowsPerPrompt answers wanted for each prompt
 * @param maxTokens at most so many new tokens a row; when absent, what the context window leaves
 * @param temperature 0 takes the likeliest token
 * @param topP nucleus mass, 1 switches it off
 * @param topK likeliest tokens considered, 0 switches it off
 * @param seed the same request with the same seed and model gives the same answer; when absent, one
 *     is drawn
 * @param stop strings that end a row and are not part of it
 */
public record AnswerOptions(
        int rowsPerPrompt,
        OptionalInt maxTokens,
        double temperature,
        double topP,
        int topK,
        OptionalLong seed,
        List<String> stop) {

    public AnswerOptions {
        stop = List.copyOf(stop);
    }
}
