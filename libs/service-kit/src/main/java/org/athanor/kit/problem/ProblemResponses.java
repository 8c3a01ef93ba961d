package org.athanor.kit.problem;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives a problem its shape: that of the path's renderer, or RFC 9457. */
@Singleton
class ProblemResponses {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 2;

    private final List<ProblemRenderer> renderers;

    ProblemResponses(@All List<ProblemRenderer> renderers) {
        this.renderers = renderers;
    }

    Response of(String path, Problem problem) {
        return renderers.stream()
                .filter(renderer -> renderer.renders(path))
                .findFirst()
                .map(renderer -> renderer.render(problem))
                .orElseGet(() -> problemJson(path, problem));
    }

    private static Response problemJson(String path, Problem problem) {
        ErrorCode code = problem.code();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", code.type());
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("detail", problem.detail());
        body.put("instance", path);
        body.put("code", code.label());
        if (!problem.violations().isEmpty()) {
            body.put("violations", problem.violations());
        }
        if (problem.correlation() != null) {
            body.put("correlation", problem.correlation());
        }
        Response.ResponseBuilder response =
                Response.status(code.status()).type(MEDIA_TYPE).entity(body);
        if (code == ErrorCode.UNAVAILABLE || code == ErrorCode.TOO_MANY_REQUESTS) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
