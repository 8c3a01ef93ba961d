package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import org.athanor.inference.serving.AnswerOptions;
import org.athanor.transformer.tokenizer.ChatMessage;

/**
 * The body of {@code POST /v1/chat/completions}.
 *
 * @param user whoever asks, or null: the same one always meets the same of stable and canary
 * @param logProbs whether the answer lists its tokens with their log-probabilities
 */
record ChatRequest(
        String model,
        List<ChatMessage> messages,
        AnswerOptions sampling,
        StreamOptions streaming,
        boolean logProbs,
        String user) {

    static ChatRequest read(JsonNode body) {
        RequestFields fields = new RequestFields(body);
        ChatRequest request =
                new ChatRequest(
                        fields.requiredString("model"),
                        ChatMessages.read(fields.node("messages")),
                        SamplingFields.read(fields, maxTokens(fields)),
                        StreamOptions.read(fields),
                        fields.flag("logprobs"),
                        fields.string("user").orElse(null));
        fields.only("top_logprobs", node -> node.isInt() && node.intValue() == 0, "send 0");
        refuseWhatIsNotServed(fields);
        fields.refuseUnread();
        return request;
    }

    /** The newer name wins; OpenAI's clients still send both. */
    private static OptionalInt maxTokens(RequestFields fields) {
        OptionalInt older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        OptionalInt newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        return newer.isPresent() ? newer : older;
    }

    private static void refuseWhatIsNotServed(RequestFields fields) {
        fields.ignore("metadata", "service_tier", "safety_identifier", "prompt_cache_key");
        fields.ignore("parallel_tool_calls");
        fields.only("store", node -> node.isBoolean() && !node.booleanValue(), "send false");
        fields.only("tools", RequestFields::isEmptyContainer, "leave it out");
        fields.only("tool_choice", node -> node.asText().matches("none|auto"), "send none");
        fields.only(
                "response_format",
                node -> node.path("type").asText().equals("text"),
                "send {\"type\": \"text\"}");
        fields.only(
                "modalities",
                node -> node.size() == 1 && node.path(0).asText().equals("text"),
                "send [\"text\"]");
    }
}
