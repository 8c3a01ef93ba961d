package org.athanor.tokenizer.cleaning;

import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;

/**
 * A text as the languages' model wants it: what Apache OpenNLP's normalizers make of it, in their
 * order. Each is a regular expression or several, and most find nothing; so one look says first whether
 * one could. The look may be wrong in one direction only: it must not pass over what would be found.
 */
final class LanguageText {

    private static final CharSequenceNormalizer EMOJI = EmojiCharSequenceNormalizer.getInstance();
    private static final CharSequenceNormalizer ADDRESSES = UrlCharSequenceNormalizer.getInstance();
    private static final CharSequenceNormalizer TWITTER =
            TwitterCharSequenceNormalizer.getInstance();
    private static final CharSequenceNormalizer NUMBERS =
            NumberCharSequenceNormalizer.getInstance();
    private static final CharSequenceNormalizer REPEATS =
            ShrinkCharSequenceNormalizer.getInstance();

    private LanguageText() {}

    static String normalised(String text) {
        String now = text;
        if (mayHoldEmoji(now)) {
            now = EMOJI.normalize(now).toString();
        }
        if (now.indexOf('@') >= 0 || now.contains("://")) {
            now = ADDRESSES.normalize(now).toString();
        }
        if (mayHoldChatter(now)) {
            now = TWITTER.normalize(now).toString();
        }
        if (holdsDigits(now)) {
            now = NUMBERS.normalize(now).toString();
        }
        return mayHoldRepeats(now) ? REPEATS.normalize(now).toString() : now.trim();
    }

    /** The library's range begins with the surrogates of emoji, goes on to the end, and has the hyphen. */
    private static boolean mayHoldEmoji(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c >= Character.MIN_SURROGATE) {
                return true;
            }
        }
        return false;
    }

    /** Names and tags, {@code RT:}, faces such as {@code :-)} and laughs such as {@code haha}. */
    private static boolean mayHoldChatter(String text) {
        boolean laugh = false;
        boolean vowels = false;
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = lower(text.charAt(i));
            char next = i + 1 < text.length() ? lower(text.charAt(i + 1)) : ' ';
            switch (c) {
                case '#', '@' -> {
                    return true;
                }
                case ':', ';', 'x' -> {
                    if (next == '-' || "()dop".indexOf(next) >= 0) {
                        return true;
                    }
                }
                case 'r' -> {
                    if (next == 't' && !isAsciiWord(before)) {
                        return true;
                    }
                }
                default -> {}
            }
            if (c == 'h' || c == 'j') {
                if (vowels) {
                    return true;
                }
                laugh = true;
            } else if (laugh && "aeiou".indexOf(c) >= 0) {
                vowels = true;
            } else {
                laugh = false;
                vowels = false;
            }
            before = c;
        }
        return false;
    }

    private static boolean holdsDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    /** Two spaces, or three times the same character. */
    private static boolean mayHoldRepeats(String text) {
        char second = 0;
        char first = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = lower(text.charAt(i));
            boolean again = i > 0 && c == first;
            if ((again && i > 1 && c == second)
                    || (isSpace(c) && i > 0 && isSpace(first))
                    || Character.isSurrogate(c)) {
                return true;
            }
            second = first;
            first = c;
        }
        return false;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isAsciiWord(char lower) {
        return (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '_';
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
