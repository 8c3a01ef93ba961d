package org.athanor.kit.problem;

import java.util.List;
import java.util.Objects;

/**
 * What a client is told, before it has a shape.
 *
 * @param code type, title and HTTP status
 * @param detail a sentence about this occurrence
 * @param violations the offending fields, when the request was invalid
 * @param correlation found again in the log, when the failure is ours; else null
 */
public record Problem(
        ErrorCode code, String detail, List<Violation> violations, String correlation) {

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
        violations = List.copyOf(violations);
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), null);
    }

    /** @param field as the client wrote it, for example {@code parameters.batchSize} */
    public record Violation(String field, String message) {}
}
