package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.athanor.inference.serving.TokenUsage;

/** Token counts of a request. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Usage(int promptTokens, int completionTokens, int totalTokens) {

    static Usage of(TokenUsage usage) {
        return new Usage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens());
    }
}
