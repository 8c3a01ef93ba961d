package org.athanor.inference.serving;

/**
 * Tokens of one request.
 *
 * @param promptTokens of all prompts, each counted once however many answers it got
 * @param completionTokens generated for all rows, ends included
 */
public record TokenUsage(int promptTokens, int completionTokens) {

    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
