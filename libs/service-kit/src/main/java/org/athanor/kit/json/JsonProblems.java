package org.athanor.kit.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with JSON in a client's words: the field and the value, no class name. */
public final class JsonProblems {

    private JsonProblems() {}

    /** The path of the offending field, for example {@code sources[0].path}; empty at the root. */
    public static String field(JacksonException failure) {
        return failure instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
    }

    /** A sentence about it. */
    public static String message(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                    "'%s' is not a field here; known: %s"
                            .formatted(unknown.getPropertyName(), known(unknown));
            case InvalidFormatException format -> invalid(format);
            case ValueInstantiationException refused -> refusal(refused);
            case InvalidNullException ignored -> "must not be null";
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case JsonParseException parse ->
                    "not JSON%s: %s".formatted(at(parse.getLocation()), parse.getOriginalMessage());
            default -> "not readable" + at(failure.getLocation());
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds() == null
                ? "none"
                : unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String invalid(InvalidFormatException format) {
        Class<?> type = format.getTargetType();
        if (type != null && type.isEnum()) {
            return "'%s' is none of %s"
                    .formatted(format.getValue(), List.of(type.getEnumConstants()));
        }
        return "'%s' is not %s".formatted(format.getValue(), kind(type));
    }

    /** A record's own check speaks for itself. */
    private static String refusal(ValueInstantiationException refused) {
        Throwable cause = refused.getCause();
        return cause instanceof IllegalArgumentException || cause instanceof NullPointerException
                ? String.valueOf(cause.getMessage())
                : "not acceptable";
    }

    private static String mismatch(MismatchedInputException mismatch) {
        return mismatch.getTargetType() == null
                ? "not of the right type"
                : "must be " + kind(mismatch.getTargetType());
    }

    private static String kind(Class<?> type) {
        if (type == null) {
            return "of the right type";
        }
        return switch (type.getSimpleName()) {
            case "int", "long", "Integer", "Long", "short", "Short" -> "a whole number";
            case "float", "double", "Float", "Double", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a string";
            case "UUID" -> "a UUID";
            case "Instant" -> "an instant such as 2026-01-31T12:00:00Z";
            case "Duration" -> "a duration such as PT30S";
            case "ArtifactId" -> "an artifact id (64 hexadecimal digits)";
            case "ArtifactKind" -> "an artifact kind";
            case "List", "ArrayList", "Set" -> "a list";
            default -> type.isArray() ? "a list" : "an object";
        };
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
