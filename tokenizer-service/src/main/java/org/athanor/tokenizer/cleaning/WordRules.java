package org.athanor.tokenizer.cleaning;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Rules about words, here what stands between spaces, so that marks and figures count too. */
final class WordRules {

    private static final Set<String> STOP_WORDS =
            Set.of("the", "be", "to", "of", "and", "that", "have", "with");
    private static final int LONGEST_STOP_WORD = 4;

    private final String text;
    private final boolean wantsStopWords;
    private final Set<String> stopWords = new TreeSet<>();
    private int words;
    private long characters;
    private int alphabetic;
    private int hashes;
    private int ellipses;

    private WordRules(String text, boolean wantsStopWords) {
        this.text = text;
        this.wantsStopWords = wantsStopWords;
    }

    /** The first rule that the text breaks, or null. */
    static String broken(String text, QualityParameters bounds) {
        WordRules rules = new WordRules(text, bounds.minimumStopWords() > 0);
        rules.count();
        return rules.broken(bounds);
    }

    private String broken(QualityParameters bounds) {
        if (words < bounds.minimumWords()) {
            return "fewWords";
        }
        if (words > bounds.maximumWords()) {
            return "manyWords";
        }
        double mean = words == 0 ? 0 : (double) characters / words;
        if (mean < bounds.minimumMeanWordLength()) {
            return "shortWords";
        }
        if (mean > bounds.maximumMeanWordLength()) {
            return "longWords";
        }
        if (hashes > bounds.maximumSymbolsPerWord() * words) {
            return "hashSigns";
        }
        if (ellipses > bounds.maximumSymbolsPerWord() * words) {
            return "ellipses";
        }
        if (alphabetic < bounds.minimumAlphabeticWords() * words) {
            return "fewAlphabeticWords";
        }
        return stopWords.size() < bounds.minimumStopWords() ? "fewStopWords" : null;
    }

    private void count() {
        int start = -1;
        boolean letter = false;
        char[] all = text.toCharArray();
        for (int i = 0; i < all.length; i++) {
            char c = all[i];
            if (Character.isWhitespace(c)) {
                if (start >= 0) {
                    word(start, i, letter);
                }
                start = -1;
                letter = false;
                continue;
            }
            if (start < 0) {
                start = i;
            }
            letter = letter || isLetter(i, c);
            if (c == '#' || c == '.' || c == '\u2026') {
                symbol(i, c);
            }
        }
        if (start >= 0) {
            word(start, text.length(), letter);
        }
    }

    private boolean isLetter(int at, char c) {
        return Character.isSurrogate(c)
                ? Character.isLetter(text.codePointAt(at))
                : Character.isLetter(c);
    }

    private void symbol(int at, char c) {
        if (c == '#') {
            hashes++;
        } else if (c == '\u2026') {
            ellipses++;
        } else if (c == '.') {
            boolean third = at >= 2 && text.charAt(at - 1) == '.' && text.charAt(at - 2) == '.';
            boolean fourth = third && at >= 3 && text.charAt(at - 3) == '.';
            if (third && !fourth) {
                ellipses++;
            }
        }
    }

    private void word(int start, int end, boolean letter) {
        words++;
        characters += end - start;
        if (letter) {
            alphabetic++;
            if (wantsStopWords && end - start <= LONGEST_STOP_WORD) {
                String word = text.substring(start, end).toLowerCase(Locale.ROOT);
                if (STOP_WORDS.contains(word)) {
                    stopWords.add(word);
                }
            }
        }
    }
}
