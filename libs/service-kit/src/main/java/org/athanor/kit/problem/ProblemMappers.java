package org.athanor.kit.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.athanor.kit.artifact.StorageFailures;
import org.athanor.kit.database.DatabaseException;
import org.athanor.kit.database.DatabaseOutage;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.json.JsonProblems;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns everything that can go wrong in a request into a problem. */
@Singleton
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemResponses responses;
    private final DatabaseReady databaseReady;

    ProblemMappers(ProblemResponses responses, DatabaseReady databaseReady) {
        this.responses = responses;
        this.databaseReady = databaseReady;
    }

    @ServerExceptionMapper
    public Response expected(AthanorException failure, UriInfo uri) {
        if (failure.code() == ErrorCode.INTERNAL) {
            return internal(failure, uri);
        }
        if (failure.code().status() >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            LOG.errorf(failure, "%s: %s", uri.getPath(), failure.getMessage());
        }
        return respond(uri, Problem.of(failure.code(), failure.getMessage()));
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException failure, UriInfo uri) {
        List<Problem.Violation> violations =
                failure.getConstraintViolations().stream()
                        .map(ProblemMappers::violation)
                        .sorted(Comparator.comparing(Problem.Violation::field))
                        .toList();
        return respond(
                uri,
                new Problem(ErrorCode.INVALID_REQUEST, sentence(violations), violations, null));
    }

    @ServerExceptionMapper
    public Response unreadable(MismatchedInputException failure, UriInfo uri) {
        return malformed(failure, uri);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException failure, UriInfo uri) {
        if (failure.getCause() instanceof JacksonException json) {
            return malformed(json, uri);
        }
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 404 -> respond(uri, Problem.of(ErrorCode.NOT_FOUND, "nothing at " + path(uri)));
            case 405 ->
                    respond(
                            uri,
                            Problem.of(
                                    ErrorCode.METHOD_NOT_ALLOWED,
                                    "this method is not served at " + path(uri)));
            case 406, 415 ->
                    respond(
                            uri,
                            Problem.of(
                                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                    "this media type is not served at " + path(uri)));
            case 413 -> respond(uri, Problem.of(ErrorCode.TOO_LARGE, "the request is too large"));
            default ->
                    status >= 400 && status < 500
                            ? respond(
                                    uri,
                                    Problem.of(
                                            ErrorCode.INVALID_REQUEST, "the request is not valid"))
                            : status < 400 ? failure.getResponse() : internal(failure, uri);
        };
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure, UriInfo uri) {
        boolean noSchemaYet = failure instanceof DatabaseException && !databaseReady.isGiven();
        if (noSchemaYet || DatabaseOutage.isCauseOf(failure)) {
            LOG.warnf("%s: the database is away: %s", path(uri), failure.getMessage());
            return respond(
                    uri,
                    Problem.of(
                            ErrorCode.UNAVAILABLE, "the database is away; try again in a moment"));
        }
        if (StorageFailures.isFull(failure)) {
            LOG.errorf(failure, "%s: the disk is full", path(uri));
            return respond(uri, Problem.of(ErrorCode.STORAGE_FULL, "the disk is full: free space"));
        }
        return internal(failure, uri);
    }

    private Response malformed(JacksonException failure, UriInfo uri) {
        String field = JsonProblems.field(failure);
        String message = JsonProblems.message(failure);
        List<Problem.Violation> violations =
                field.isEmpty() ? List.of() : List.of(new Problem.Violation(field, message));
        String detail = field.isEmpty() ? "the body: " + message : field + ": " + message;
        return respond(uri, new Problem(ErrorCode.INVALID_REQUEST, detail, violations, null));
    }

    private Response internal(Throwable failure, UriInfo uri) {
        String correlation = UUID.randomUUID().toString();
        LOG.errorf(failure, "%s failed, correlation %s", path(uri), correlation);
        return respond(
                uri,
                new Problem(
                        ErrorCode.INTERNAL,
                        "something went wrong on our side; the log knows more under " + correlation,
                        List.of(),
                        correlation));
    }

    private Response respond(UriInfo uri, Problem problem) {
        return responses.of(path(uri), problem);
    }

    private static String path(UriInfo uri) {
        String path = uri.getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The path without the method's and the argument's names, which are not the client's. */
    private static Problem.Violation violation(ConstraintViolation<?> violation) {
        String[] nodes = violation.getPropertyPath().toString().split("\\.", 3);
        return new Problem.Violation(nodes[nodes.length - 1], violation.getMessage());
    }

    private static String sentence(List<Problem.Violation> violations) {
        return violations.stream()
                .map(each -> each.field() + " " + each.message())
                .collect(Collectors.joining("; "));
    }
}
