package org.athanor.tokenizer.corpus;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Names from outside, made fit for messages and provenance: no control characters, no way up or to
 * the root, and of a bounded length.
 */
final class SourceName {

    private static final int MOST_CHARACTERS = 500;

    private SourceName() {}

    /** An entry of an archive, for example {@code a.zip!/b.txt}. */
    static String ofEntry(String archive, String entry) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : shortened(entry).replace('\\', '/').split("/")) {
            if (!part.isBlank() && !part.equals(".") && !part.equals("..")) {
                parts.add(printable(part));
            }
        }
        return archive + "!/" + String.join("/", parts);
    }

    /** A name that someone gave. */
    static String printable(String name) {
        StringBuilder clean = new StringBuilder();
        shortened(name)
                .codePoints()
                .map(c -> isPrintable(c) ? c : '\uFFFD')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The end tells the format, so that is what stays. */
    private static String shortened(String name) {
        return name.length() <= MOST_CHARACTERS
                ? name
                : name.substring(name.length() - MOST_CHARACTERS);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
