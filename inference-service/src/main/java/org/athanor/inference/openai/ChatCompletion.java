package org.athanor.inference.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/** The whole answer of {@code /v1/chat/completions}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ChatCompletion(
        String id,
        String object,
        long created,
        String model,
        String systemFingerprint,
        List<Choice> choices,
        Usage usage) {

    static ChatCompletion of(AnswerHead head, List<Choice> choices, Usage usage) {
        return new ChatCompletion(
                head.id(),
                "chat.completion",
                head.created(),
                head.model(),
                head.fingerprint(),
                choices,
                usage);
    }

    /** Null members are required ones. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Choice(int index, Message message, ChatLogProbs logprobs, String finishReason) {}

    /** What the assistant said; {@code refusal} is always null. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Message(String role, String content, String refusal) {

        static Message assistant(String content) {
            return new Message("assistant", content, null);
        }
    }
}
