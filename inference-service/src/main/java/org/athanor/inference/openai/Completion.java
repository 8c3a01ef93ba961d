package org.athanor.inference.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The answer of {@code /v1/completions}, whole or one piece of a stream: both have this shape.
 *
 * @param usage left out when null; a JSON null stands for "comes with the last piece"
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Completion(
        String id,
        String object,
        long created,
        String model,
        String systemFingerprint,
        List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode usage) {

    static Completion of(AnswerHead head, List<Choice> choices, JsonNode usage) {
        return new Completion(
                head.id(),
                "text_completion",
                head.created(),
                head.model(),
                head.fingerprint(),
                choices,
                usage);
    }

    /** Null members are required ones. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Choice(String text, int index, CompletionLogProbs logprobs, String finishReason) {}
}
