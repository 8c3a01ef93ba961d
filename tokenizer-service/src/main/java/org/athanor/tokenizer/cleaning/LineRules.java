package org.athanor.tokenizer.cleaning;

import java.util.HashSet;
import java.util.Set;

/**
 * Rules about lines and paragraphs. Blank lines part paragraphs and are no lines themselves. Of a
 * single line there is no share that could say anything.
 */
final class LineRules {

    private static final String BULLETS = "\u2022\u2023\u2043\u25E6\u25AA\u25CF\u00B7";

    /** Bullets only before a space: they begin words and emphasis too. */
    private static final String BULLETS_BEFORE_SPACE = "-*\u2013";

    private final Repeats lines = new Repeats();
    private final Repeats paragraphs = new Repeats();
    private int bullets;
    private int ellipses;

    private LineRules() {}

    /** The first rule that the text breaks, or null. */
    static String broken(String text, QualityParameters bounds) {
        if (text.indexOf('\n') < 0) {
            return null;
        }
        LineRules rules = new LineRules();
        rules.read(text);
        return rules.lines.all < 2 ? null : rules.broken(bounds);
    }

    private String broken(QualityParameters bounds) {
        if (bullets > bounds.maximumBulletLines() * lines.all) {
            return "bulletLines";
        }
        if (ellipses > bounds.maximumEllipsisLines() * lines.all) {
            return "ellipsisLines";
        }
        if (lines.repeated > bounds.maximumDuplicateLines() * lines.all) {
            return "duplicateLines";
        }
        if (lines.repeatedCharacters > bounds.maximumDuplicateLineCharacters() * lines.characters) {
            return "duplicateLineCharacters";
        }
        if (paragraphs.repeated > bounds.maximumDuplicateParagraphs() * paragraphs.all) {
            return "duplicateParagraphs";
        }
        return paragraphs.repeatedCharacters
                        > bounds.maximumDuplicateParagraphCharacters() * paragraphs.characters
                ? "duplicateParagraphCharacters"
                : null;
    }

    private void read(String text) {
        int paragraphStart = 0;
        int start = 0;
        while (start <= text.length()) {
            int lineEnd = text.indexOf('\n', start);
            int end = lineEnd < 0 ? text.length() : lineEnd;
            String line = text.substring(start, end).strip();
            if (line.isEmpty()) {
                paragraphs.add(text.substring(paragraphStart, start).strip());
                paragraphStart = end;
            } else {
                line(line);
            }
            start = end + 1;
        }
        paragraphs.add(text.substring(Math.min(paragraphStart, text.length())).strip());
    }

    private void line(String line) {
        lines.add(line);
        if (isBullet(line)) {
            bullets++;
        }
        if (endsInEllipsis(line)) {
            ellipses++;
        }
    }

    private static boolean isBullet(String line) {
        char first = line.charAt(0);
        boolean beforeSpace = line.length() > 1 && Character.isWhitespace(line.charAt(1));
        return BULLETS.indexOf(first) >= 0
                || (beforeSpace && BULLETS_BEFORE_SPACE.indexOf(first) >= 0);
    }

    private static boolean endsInEllipsis(String line) {
        return line.endsWith("\u2026") || line.endsWith("...");
    }

    /** Parts of a text, and those that repeat an earlier one. */
    private static final class Repeats {
        private final Set<String> seen = new HashSet<>();
        private int all;
        private long characters;
        private int repeated;
        private long repeatedCharacters;

        void add(String part) {
            if (part.isEmpty()) {
                return;
            }
            all++;
            characters += part.length();
            if (!seen.add(part)) {
                repeated++;
                repeatedCharacters += part.length();
            }
        }
    }
}
