package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.athanor.inference.serving.SampledToken;

/** The tokens of a completion with their log-probabilities. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CompletionLogProbs(List<String> tokens, List<Float> tokenLogprobs) {

    static CompletionLogProbs of(List<SampledToken> tokens) {
        return new CompletionLogProbs(
                tokens.stream().map(SampledToken::text).toList(),
                tokens.stream().map(SampledToken::logProb).toList());
    }
}
