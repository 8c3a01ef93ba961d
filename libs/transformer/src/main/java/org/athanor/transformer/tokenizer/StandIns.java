package org.athanor.transformer.tokenizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.jinja.JinjaException;

/**
 * Signs of private use in place of some signs of what people say, while a template works on it. Of
 * every special token's text one sign at least is replaced, so that whatever a template cuts, trims or
 * joins of what people said, a special token's text in its output is the template's own. The stand-ins
 * occur in nothing that was said: nobody can write one.
 */
final class StandIns {

    /** Where the marks go: the first that a template leaves in their places is right. */
    enum Marks {
        AROUND(true, false),
        /** White space at the ends stays outside, for templates that trim. */
        WITHIN_SPACE(true, true),
        /** For templates that ask how an answer begins. */
        BEHIND(false, true);

        private final boolean opening;
        private final boolean trimmed;

        Marks(boolean opening, boolean trimmed) {
            this.opening = opening;
            this.trimmed = trimmed;
        }
    }

    private static final int FIRST = 0xE000;
    private static final int LAST = 0xF8FF;

    /** Templates look for tags in what was said, so other signs are replaced first. */
    private static final String LOOKED_FOR = "<>/";

    /** One text counts more than any difference of two signs. */
    private static final long MOST = 1L << 16;

    private final Map<Character, Character> standIns = new HashMap<>();
    private final Map<Character, Character> signs = new HashMap<>();
    private final char open;
    private final char close;

    /**
     * @param signs of {@link #signsOf}
     * @param texts the template and all that was said
     */
    StandIns(List<Character> signs, Collection<String> texts) {
        Unused unused = new Unused(texts);
        open = unused.next();
        close = unused.next();
        for (char sign : signs) {
            char standIn = unused.next();
            standIns.put(sign, standIn);
            this.signs.put(standIn, sign);
        }
    }

    /** A few signs of which every one of these texts has one. */
    static List<Character> signsOf(Collection<String> specials) {
        List<Character> chosen = new ArrayList<>();
        List<String> left = new ArrayList<>(specials);
        while (!left.isEmpty()) {
            char best = mostWorth(left);
            chosen.add(best);
            left.removeIf(text -> text.indexOf(best) >= 0);
        }
        return chosen;
    }

    /** Signs that say little come first, of these the one in most texts, then the smallest. */
    private static char mostWorth(List<String> texts) {
        Map<Character, Long> worths = new HashMap<>();
        for (String text : texts) {
            text.chars().distinct().forEach(sign -> worths.merge((char) sign, MOST, Long::sum));
        }
        worths.replaceAll((sign, count) -> count + kind(sign) - sign);
        return worths.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private static long kind(char sign) {
        if (Character.isLetterOrDigit(sign) || Character.isWhitespace(sign)) {
            return 0;
        }
        return LOOKED_FOR.indexOf(sign) >= 0 ? 1L << 56 : 1L << 57;
    }

    /** The text with its stand-ins. */
    String shielded(String text) {
        return mapped(text, standIns);
    }

    /** The same with marks around it. */
    String marked(String text, Marks marks) {
        int from = 0;
        int to = text.length();
        while (marks.trimmed && from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (marks.trimmed && to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, from)
                + (marks.opening ? String.valueOf(open) : "")
                + shielded(text.substring(from, to))
                + close
                + text.substring(to);
    }

    /** The signs again. */
    String restored(String text) {
        return mapped(text, signs);
    }

    String withoutMarks(String text) {
        return text.replace(String.valueOf(open), "").replace(String.valueOf(close), "");
    }

    char open() {
        return open;
    }

    char close() {
        return close;
    }

    private static String mapped(String text, Map<Character, Character> map) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            Character other = map.get(text.charAt(i));
            if (other != null) {
                result.setCharAt(i, other);
            }
        }
        return result.toString();
    }

    /** Signs of private use that no text has, one after the other. */
    private static final class Unused {
        private final boolean[] used = new boolean[LAST - FIRST + 1];
        private int at = -1;

        Unused(Collection<String> texts) {
            for (String text : texts) {
                for (int i = 0; i < text.length(); i++) {
                    char sign = text.charAt(i);
                    if (sign >= FIRST && sign <= LAST) {
                        used[sign - FIRST] = true;
                    }
                }
            }
        }

        char next() {
            do {
                at++;
            } while (at < used.length && used[at]);
            if (at == used.length) {
                throw new JinjaException(
                        "the conversation has every sign of private use: none is left to tell it from the template");
            }
            return (char) (FIRST + at);
        }
    }
}
