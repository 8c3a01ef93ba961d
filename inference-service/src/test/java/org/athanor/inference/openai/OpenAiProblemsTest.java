package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.Response;
import java.util.List;
import org.athanor.inference.serving.ServingException;
import org.athanor.inference.serving.ServingException.Reason;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.problem.Problem;
import org.junit.jupiter.api.Test;

class OpenAiProblemsTest {

    private final OpenAiProblems problems = new OpenAiProblems();

    @Test
    void shouldShapeOpenAisEndpointsOnly() {
        assertTrue(problems.renders("/v1/models"));
        assertTrue(problems.renders("/v1/models/demo"));
        assertTrue(problems.renders("/v1/completions"));
        assertTrue(problems.renders("/v1/chat/completions"));
        assertFalse(problems.renders("/v1/models/demo/promotions"));
        assertFalse(problems.renders("/v1/artifacts"));
    }

    @Test
    void shouldAskAClientToComeBackLater() {
        // When
        Response full = problems.notServed(new ServingException(Reason.QUEUE_FULL, "full"));
        Response loading =
                problems.notServed(new ServingException(Reason.MODEL_NOT_LOADED, "loading"));

        // Then
        assertEquals(429, full.getStatus());
        assertEquals("1", full.getHeaderString("Retry-After"));
        assertEquals("queue_full", error(full).code());
        assertEquals("rate_limit_error", error(full).type());
        assertEquals(503, loading.getStatus());
        assertEquals("server_error", error(loading).type());
    }

    @Test
    void shouldNameTheFieldOfAProblem() {
        // Given
        Problem problem =
                new Problem(
                        ErrorCode.INVALID_REQUEST,
                        "limit must be at most 10",
                        List.of(new Problem.Violation("limit", "must be at most 10")),
                        null);

        // When
        OpenAiError.Detail named = error(problems.render(problem));
        OpenAiError.Detail unnamed =
                error(problems.render(Problem.of(ErrorCode.NOT_FOUND, "nothing there")));

        // Then
        assertEquals("limit", named.param());
        assertEquals("invalid_request_error", named.type());
        assertNull(unnamed.param());
        assertEquals("not_found", unnamed.code());
    }

    private static OpenAiError.Detail error(Response response) {
        return ((OpenAiError.Body) response.getEntity()).error();
    }
}
