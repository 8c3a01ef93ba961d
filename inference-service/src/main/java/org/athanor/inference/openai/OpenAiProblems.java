package org.athanor.inference.openai;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.athanor.inference.serving.ServingException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.problem.Problem;
import org.athanor.kit.problem.ProblemRenderer;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error of the OpenAI endpoints in OpenAI's shape, whoever found it. */
@Singleton
class OpenAiProblems implements ProblemRenderer {

    /** The endpoints of OpenAI's API; promotions below a model are ours. */
    private static final Pattern PATHS =
            Pattern.compile("/v1/(models(/[^/]*)?|completions|chat/completions)/?");

    private static final int RETRY_AFTER_SECONDS = 1;

    @Override
    public boolean renders(String path) {
        return PATHS.matcher(path).matches();
    }

    @Override
    public Response render(Problem problem) {
        return response(of(problem));
    }

    @ServerExceptionMapper
    Response refused(OpenAiException exception) {
        return response(exception.error());
    }

    @ServerExceptionMapper
    Response notServed(ServingException exception) {
        return response(of(exception));
    }

    static OpenAiError of(ServingException exception) {
        return new OpenAiError(
                exception.code().status(),
                type(exception.code()),
                exception.getMessage(),
                exception.reason().param(),
                exception.reason().label());
    }

    private static OpenAiError of(Problem problem) {

        return new OpenAiError(
                problem.code().status(),
                type(problem.code()),
                problem.detail(),
                problem.violations().isEmpty() ? null : problem.violations().getFirst().field(),
                problem.code().label().replace('-', '_'));
    }

    private static String type(ErrorCode code) {
        if (code == ErrorCode.TOO_MANY_REQUESTS) {
            return OpenAiError.RATE_LIMIT;
        }
        return code.status() < 500 ? OpenAiError.INVALID_REQUEST : OpenAiError.SERVER;
    }

    private static Response response(OpenAiError error) {
        Response.ResponseBuilder response =
                Response.status(error.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(error.body());
        if (error.status() == 429 || error.status() == 503) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
