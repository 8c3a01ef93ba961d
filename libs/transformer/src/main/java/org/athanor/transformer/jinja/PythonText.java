package org.athanor.transformer.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Methods of Python's strings. */
final class PythonText {

    private PythonText() {}

    static Object invoke(String text, String method, Object[] arguments) {
        return switch (method) {
            case "strip" -> stripped(text, set(arguments), true, true);
            case "lstrip" -> stripped(text, set(arguments), true, false);
            case "rstrip" -> stripped(text, set(arguments), false, true);
            case "startswith" -> startsOrEnds(arguments, text::startsWith);
            case "endswith" -> startsOrEnds(arguments, text::endsWith);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize" -> capitalised(text);
            case "title" -> titled(text);
            case "replace" -> replaced(text, arguments);
            case "find" -> text.indexOf(first(method, arguments));
            case "count" -> count(text, first(method, arguments));
            case "split" -> split(text, arguments);
            case "splitlines" -> text.lines().toList();
            case "removeprefix" -> withoutPrefix(text, first(method, arguments));
            case "removesuffix" -> withoutSuffix(text, first(method, arguments));
            case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            case "join" -> joined(text, arguments);
            default ->
                    throw Rendering.refusal(
                            "the chat template calls %s() of a string, which is not supported"
                                    .formatted(method));
        };
    }

    private static String first(String method, Object[] arguments) {
        if (arguments.length == 0) {
            throw Rendering.refusal(
                    "the chat template calls %s() without an argument".formatted(method));
        }
        return String.valueOf(arguments[0]);
    }

    /** What is stripped: Python's white space, or the characters of the argument. */
    private static IntPredicate set(Object[] arguments) {
        if (arguments.length == 0 || arguments[0] == null) {
            return point -> Character.isWhitespace(point) || Character.isSpaceChar(point);
        }
        String characters = String.valueOf(arguments[0]);
        return point -> characters.indexOf(point) >= 0;
    }

    private static String stripped(String text, IntPredicate set, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && set.test(text.charAt(from))) {
            from++;
        }
        while (right && to > from && set.test(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The argument may be a tuple of alternatives. */
    private static boolean startsOrEnds(
            Object[] arguments, java.util.function.Predicate<String> test) {
        Object argument = arguments.length == 0 ? null : arguments[0];
        List<?> alternatives = argument instanceof List<?> list ? list : Arrays.asList(argument);
        return alternatives.stream().map(String::valueOf).anyMatch(test);
    }

    private static String capitalised(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String titled(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (char character : text.toCharArray()) {
            result.append(
                    inWord ? Character.toLowerCase(character) : Character.toUpperCase(character));
            inWord = Character.isLetter(character);
        }
        return result.toString();
    }

    private static String replaced(String text, Object[] arguments) {
        String old = first("replace", arguments);
        String with = arguments.length > 1 ? String.valueOf(arguments[1]) : "";
        if ((long) count(text, old) * with.length() > JinjaTemplate.LONGEST_SOURCE * 16L) {
            throw Rendering.refusal("the chat template's replace() makes too long a text");
        }
        return text.replace(old, with);
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
            if (part.isEmpty() && at == text.length()) {
                break;
            }
        }
        return count;
    }

    private static List<String> split(String text, Object[] arguments) {
        if (arguments.length == 0 || arguments[0] == null) {
            String stripped = stripped(text, set(new Object[0]), true, true);
            return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
        }
        String separator = first("split", arguments);
        if (separator.isEmpty()) {
            throw Rendering.refusal("the chat template calls split('')");
        }
        long most =
                arguments.length > 1 && arguments[1] instanceof Number number
                        ? number.longValue()
                        : Long.MAX_VALUE;
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && parts.size() < most) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static String joined(String separator, Object[] arguments) {
        if (arguments.length != 1 || !(arguments[0] instanceof List<?> parts)) {
            throw Rendering.refusal("the chat template calls join() without a list");
        }
        return String.join(separator, parts.stream().map(String::valueOf).toList());
    }
}
