package org.athanor.transformer.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the few constructs that the library spells otherwise, and refuses those it would pass over. */
final class TemplateSource {

    private static final Pattern TAG = Pattern.compile("\\{[%{](?:[^%}]|%(?!})|}(?!}))*+[%}]}");

    private static final Pattern FILTERED_LOOP =
            Pattern.compile("\\{%[-+]?\\s*for\\s.*\\sif\\s(?!.*\\selse\\s).*", Pattern.DOTALL);

    private static final Pattern LITERAL =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);

    private static final Pattern FILTER = Pattern.compile("\\|\\s*+([A-Za-z_]\\w*+)");

    private static final Pattern TEST = Pattern.compile("\\bis\\s++(?:not\\s++)?+([A-Za-z_]\\w*+)");

    private static final String NAMESPACE = "namespace(";

    private TemplateSource() {}

    static String prepared(String source) {
        Matcher tags = TAG.matcher(source.endsWith("\n") ? withoutLast(source) : source);
        StringBuilder result = new StringBuilder(source.length());
        while (tags.find()) {
            String tag = tags.group();
            requireKnown(tag);
            String spelt = namedInParentheses(tag.replace("[::-1]", "|reverse"));
            tags.appendReplacement(result, Matcher.quoteReplacement(spelt));
        }
        return tags.appendTail(result).toString();
    }

    private static String withoutLast(String source) {
        return source.substring(0, source.length() - 1);
    }

    /** What the library would silently leave out. */
    private static void requireKnown(String tag) {
        String code = LITERAL.matcher(tag).replaceAll("''");
        if (FILTERED_LOOP.matcher(code).matches()) {
            throw new JinjaException(
                    "the chat template's loop with a condition is not supported: '%s'; an if inside the loop is"
                            .formatted(tag));
        }
        for (Matcher filter = FILTER.matcher(code); filter.find(); ) {
            if (!Sandbox.hasFilter(filter.group(1))) {
                throw new JinjaException(
                        "the chat template's filter '%s' is not supported"
                                .formatted(filter.group(1)));
            }
        }
        for (Matcher test = TEST.matcher(code); test.find(); ) {
            if (!Sandbox.hasTest(test.group(1))) {
                throw new JinjaException(
                        "the chat template's test 'is %s' is not supported"
                                .formatted(test.group(1)));
            }
        }
    }

    /** To the library {@code a=b - 1} is {@code (a=b) - 1}. */
    private static String namedInParentheses(String tag) {
        int at = tag.indexOf(NAMESPACE);
        if (at < 0) {
            return tag;
        }
        int from = at + NAMESPACE.length();
        StringBuilder result = new StringBuilder(tag.substring(0, from));
        int depth = 0;
        for (int i = from; i < tag.length(); i++) {
            char sign = tag.charAt(i);
            if (sign == '\'' || sign == '"') {
                int end = literalEnd(tag, i);
                result.append(tag, i, end);
                i = end - 1;
            } else if (depth == 0 && (sign == ',' || sign == ')')) {
                result.append(i > from && result.indexOf("=(", from) > 0 ? ")" : "").append(sign);
                if (sign == ')') {
                    return result.append(tag.substring(i + 1)).toString();
                }
            } else if (depth == 0
                    && sign == '='
                    && tag.charAt(i + 1) != '='
                    && tag.charAt(i - 1) != '=') {
                result.append("=(");
            } else {
                depth += "([{".indexOf(sign) >= 0 ? 1 : ")]}".indexOf(sign) >= 0 ? -1 : 0;
                result.append(sign);
            }
        }
        return tag;
    }

    private static int literalEnd(String tag, int from) {
        Matcher literal = LITERAL.matcher(tag);
        return literal.find(from) && literal.start() == from ? literal.end() : from + 1;
    }
}
