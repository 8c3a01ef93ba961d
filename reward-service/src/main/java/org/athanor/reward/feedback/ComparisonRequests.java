package org.athanor.reward.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.athanor.kit.json.JsonProblems;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Reads what clients send, and says which entry of a list is wrong and why. */
@ApplicationScoped
class ComparisonRequests {

    /** Comparisons in one request. */
    static final int MAXIMUM = 1000;

    /** A body of several comparisons, for the API's description. */
    record Body(List<ComparisonRequest> comparisons) {}

    private final ObjectMapper mapper;

    ComparisonRequests(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @param body one comparison, or {@code {"comparisons": […]}} */
    List<LabelledComparison> read(JsonNode body) {
        if (body == null || !body.isObject()) {
            throw invalid("the body must be a comparison or {\"comparisons\": […]}");
        }
        return body.has("comparisons")
                ? readAll(body.get("comparisons"))
                : List.of(labelled(body, ""));
    }

    private List<LabelledComparison> readAll(JsonNode body) {
        if (!body.isArray() || body.isEmpty()) {
            throw invalid("comparisons must be a list with at least one entry");
        }
        if (body.size() > MAXIMUM) {
            throw new AthanorException(
                    ErrorCode.TOO_LARGE,
                    "%d comparisons in one request, at most %d are allowed"
                            .formatted(body.size(), MAXIMUM));
        }
        List<LabelledComparison> all = new ArrayList<>(body.size());
        for (int i = 0; i < body.size(); i++) {
            all.add(labelled(body.get(i), "comparison %d: ".formatted(i)));
        }
        return all;
    }

    NewJudgement judgement(
            ComparisonRequest.JudgementRequest body, Optional<String> idempotencyKey) {
        if (body == null) {
            throw invalid("the body must be a judgement: {\"choice\", \"annotator\"}");
        }
        try {
            return body.named(idempotencyKey);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private LabelledComparison labelled(JsonNode json, String where) {
        try {
            return mapper.treeToValue(json, ComparisonRequest.class).labelled();
        } catch (JsonProcessingException e) {
            String field = JsonProblems.field(e);
            throw invalid(where + (field.isEmpty() ? "" : field + ": ") + JsonProblems.message(e));
        } catch (IllegalArgumentException e) {
            throw invalid(where + e.getMessage());
        }
    }

    private static AthanorException invalid(String message) {
        return new AthanorException(ErrorCode.INVALID_REQUEST, message);
    }
}
