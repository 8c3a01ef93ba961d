package org.athanor.inference.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.athanor.inference.serving.SampledToken;

/** The tokens of a chat answer with their log-probabilities. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ChatLogProbs(List<Token> content, String refusal) {

    static ChatLogProbs of(List<SampledToken> tokens) {
        return new ChatLogProbs(tokens.stream().map(Token::of).toList(), null);
    }

    /**
     * @param bytes unsigned
     * @param topLogProbs alternatives, which this service does not list
     */
    record Token(
            String token,
            float logprob,
            List<Integer> bytes,
            @JsonProperty("top_logprobs") List<Object> topLogProbs) {

        static Token of(SampledToken token) {
            List<Integer> bytes = new ArrayList<>();
            for (byte each : token.bytes()) {
                bytes.add(Byte.toUnsignedInt(each));
            }
            return new Token(token.text(), token.logProb(), bytes, List.of());
        }
    }
}
