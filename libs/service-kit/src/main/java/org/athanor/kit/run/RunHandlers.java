package org.athanor.kit.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.athanor.kit.json.JsonProblems;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** The kinds of runs that this service does, and their parameters. */
@Singleton
@WithRuns
class RunHandlers {

    private final Map<String, RunHandler<?>> byKind = new TreeMap<>();
    private final ObjectMapper mapper;
    private final Validator validator;

    RunHandlers(@All List<RunHandler<?>> handlers, ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
        for (RunHandler<?> handler : handlers) {
            if (byKind.put(handler.kind(), handler) != null) {
                throw new IllegalStateException(
                        "two handlers do runs of the kind " + handler.kind());
            }
        }
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    /** Refuses an unknown kind and bad parameters in words for the client. */
    void validate(String kind, Map<String, Object> parameters) {
        validate(handler(kind), parameters);
    }

    RunOutcome execute(Run run, RunContext context) throws Exception {
        return execute(handler(run.kind()), run.parameters(), context);
    }

    private RunHandler<?> handler(String kind) {
        RunHandler<?> handler = byKind.get(kind);
        if (handler == null) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "unknown run kind '" + kind + "', known here: " + byKind.keySet());
        }
        return handler;
    }

    private <P> void validate(RunHandler<P> handler, Map<String, Object> parameters) {
        P read = read(handler, parameters);
        Set<ConstraintViolation<P>> violations = validator.validate(read);
        if (!violations.isEmpty()) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, sentence(violations));
        }
        handler.validate(read);
    }

    private <P> RunOutcome execute(
            RunHandler<P> handler, Map<String, Object> parameters, RunContext context)
            throws Exception {
        return handler.execute(read(handler, parameters), context);
    }

    private <P> P read(RunHandler<P> handler, Map<String, Object> parameters) {
        try {
            return mapper.treeToValue(mapper.valueToTree(parameters), handler.parametersType());
        } catch (JacksonException e) {
            String field = JsonProblems.field(e);
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "parameters%s: %s"
                            .formatted(field.isEmpty() ? "" : "." + field, JsonProblems.message(e)),
                    e);
        }
    }

    private static String sentence(Set<? extends ConstraintViolation<?>> violations) {
        return violations.stream()
                .map(
                        each ->
                                "parameters.%s %s, was %s"
                                        .formatted(
                                                each.getPropertyPath(),
                                                each.getMessage(),
                                                abbreviated(each.getInvalidValue())))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String abbreviated(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
