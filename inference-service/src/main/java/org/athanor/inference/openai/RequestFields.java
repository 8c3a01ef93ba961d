package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads a request's members one by one. Each wrong value is refused by its name, and at the end
 * every member that nobody asked for is refused too: a misspelt option must not be ignored in
 * silence. A member that is {@code null} counts as absent.
 */
final class RequestFields {

    private final JsonNode body;
    private final String prefix;
    private final Set<String> read = new HashSet<>();

    RequestFields(JsonNode body) {
        this(body, "");
    }

    /** @param prefix where the object stands in the request, for example {@code messages[0].} */
    RequestFields(JsonNode body, String prefix) {
        if (body == null || !body.isObject()) {
            throw OpenAiException.invalid(
                    prefix.isEmpty() ? null : where(prefix),
                    (prefix.isEmpty() ? "the request body" : "'" + where(prefix) + "'")
                            + " must be a JSON object");
        }
        this.body = body;
        this.prefix = prefix;
    }

    /** The member as it is; a missing node when absent or null. */
    JsonNode node(String name) {
        read.add(name);
        JsonNode node = body.path(name);
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    String requiredString(String name) {
        return string(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(
                        () ->
                                OpenAiException.invalid(
                                        prefix + name, "'" + prefix + name + "' is required"));
    }

    Optional<String> string(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(prefix + name, node, "a string");
        }
        return Optional.of(node.textValue());
    }

    OptionalInt integer(String name, int least, int most) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < least
                || node.intValue() > most) {
            throw wrong(prefix + name, node, "an integer from " + least + " to " + most);
        }
        return OptionalInt.of(node.intValue());
    }

    OptionalLong wholeNumber(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(prefix + name, node, "an integer of 64 bits");
        }
        return OptionalLong.of(node.longValue());
    }

    OptionalDouble number(String name, double least, double most) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
            throw wrong(prefix + name, node, "a number from " + least + " to " + most);
        }
        return OptionalDouble.of(node.doubleValue());
    }

    boolean flag(String name) {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong(prefix + name, node, "true or false");
        }
        return node.booleanValue();
    }

    /** A member of OpenAI's API that changes nothing about the answer here, whatever it says. */
    void ignore(String... names) {
        for (String name : names) {
            read.add(name);
        }
    }

    /** A member of OpenAI's API of which only the value that changes nothing is served. */
    void only(String name, Predicate<JsonNode> neutral, String remedy) {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !neutral.test(node)) {
            throw OpenAiException.unsupported(
                    prefix + name, "'" + prefix + name + "' is not served: " + remedy);
        }
    }

    void refuseUnread() {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name)) {
                throw OpenAiException.unsupported(
                        prefix + name, "unrecognized request field: " + prefix + name);
            }
        }
    }

    static boolean isEmptyContainer(JsonNode node) {
        return node.isContainerNode() && node.isEmpty();
    }

    private static String where(String prefix) {
        return prefix.substring(0, prefix.length() - 1);
    }

    static OpenAiException wrong(String name, JsonNode value, String wanted) {
        String shown = value.toString();
        return OpenAiException.invalid(
                name,
                "'"
                        + name
                        + "' must be "
                        + wanted
                        + ", was "
                        + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }
}
