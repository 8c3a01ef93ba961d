package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import org.athanor.inference.serving.AnswerOptions;

/**
 * The body of {@code POST /v1/completions}.
 *
 * @param user whoever asks, or null: the same one always meets the same of stable and canary
 * @param logProbs whether the answer lists its tokens with their log-probabilities
 */
record CompletionRequest(
        String model,
        List<Prompt> prompts,
        AnswerOptions sampling,
        StreamOptions streaming,
        boolean logProbs,
        String user) {

    private static final int DEFAULT_MAX_TOKENS = 16;

    static CompletionRequest read(JsonNode body) {
        RequestFields fields = new RequestFields(body);
        OptionalInt maxTokens = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        AnswerOptions sampling =
                SamplingFields.read(fields, OptionalInt.of(maxTokens.orElse(DEFAULT_MAX_TOKENS)));
        CompletionRequest request =
                new CompletionRequest(
                        fields.requiredString("model"),
                        Prompt.read(fields.node("prompt")),
                        sampling,
                        StreamOptions.read(fields),
                        fields.integer("logprobs", 0, 0).isPresent(),
                        fields.string("user").orElse(null));
        fields.only(
                "best_of",
                node -> node.isInt() && node.intValue() == sampling.rowsPerPrompt(),
                "send the value of 'n' or leave it out");
        fields.only("echo", node -> node.isBoolean() && !node.booleanValue(), "send false");
        fields.only(
                "suffix", node -> node.isTextual() && node.textValue().isEmpty(), "leave it out");
        fields.refuseUnread();
        return request;
    }
}
