package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.athanor.inference.serving.AnswerOptions;

/** The members that both endpoints share. */
final class SamplingFields {

    private static final int MOST_STOPS = 4;
    private static final int LONGEST_STOP = 200;
    private static final int MOST_ROWS = 1024;

    private SamplingFields() {}

    static AnswerOptions read(RequestFields fields, OptionalInt maxTokens) {
        AnswerOptions options =
                new AnswerOptions(
                        fields.integer("n", 1, MOST_ROWS).orElse(1),
                        maxTokens,
                        fields.number("temperature", 0, 2).orElse(1),
                        topP(fields),
                        fields.integer("top_k", 0, Integer.MAX_VALUE).orElse(0),
                        fields.wholeNumber("seed"),
                        stops(fields.node("stop")));
        fields.only("presence_penalty", SamplingFields::isZero, "send 0 or leave it out");
        fields.only("frequency_penalty", SamplingFields::isZero, "send 0 or leave it out");
        fields.only("logit_bias", RequestFields::isEmptyContainer, "leave it out");
        return options;
    }

    private static double topP(RequestFields fields) {
        double topP = fields.number("top_p", 0, 1).orElse(1);
        if (topP == 0) {
            throw OpenAiException.invalid("top_p", "'top_p' must be above 0, was 0");
        }
        return topP;
    }

    private static List<String> stops(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(stop(node));
        }
        if (!node.isArray() || node.size() > MOST_STOPS) {
            throw RequestFields.wrong("stop", node, "a string or up to " + MOST_STOPS + " of them");
        }
        List<String> stops = new ArrayList<>();
        node.forEach(each -> stops.add(stop(each)));
        return stops;
    }

    private static String stop(JsonNode node) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw RequestFields.wrong("stop", node, "strings of at least one character");
        }
        if (node.textValue().length() > LONGEST_STOP) {
            throw OpenAiException.invalid(
                    "stop",
                    "a stop string has at most "
                            + LONGEST_STOP
                            + " characters, one had "
                            + node.textValue().length());
        }
        return node.textValue();
    }

    private static boolean isZero(JsonNode node) {
        return node.isNumber() && node.doubleValue() == 0;
    }
}
