package org.athanor.inference.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * One piece of a streamed chat answer.
 *
 * @param usage left out when null; a JSON null stands for "comes with the last piece"
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ChatChunk(
        String id,
        String object,
        long created,
        String model,
        String systemFingerprint,
        List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode usage) {

    static ChatChunk of(AnswerHead head, List<Choice> choices, JsonNode usage) {
        return new ChatChunk(
                head.id(),
                "chat.completion.chunk",
                head.created(),
                head.model(),
                head.fingerprint(),
                choices,
                usage);
    }

    /** Null members are required ones. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Choice(int index, Delta delta, ChatLogProbs logprobs, String finishReason) {}

    /** What is new: the role first, then text, then nothing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delta(String role, String content) {

        static final Delta OPENING = new Delta("assistant", "");
        static final Delta NOTHING = new Delta(null, null);

        static Delta text(String text) {
            return new Delta(null, text);
        }
    }
}
