package org.athanor.tokenizer.cleaning;

import java.util.Arrays;

/**
 * The words of a text for comparing texts: runs of letters, marks and digits, without case and
 * punctuation, each as a 64-bit hash with its place. Where a script writes no spaces (Chinese,
 * Japanese, Thai and its neighbours), every character is a word.
 */
final class Words {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /** Of the polynomial over words; any odd number of high entropy does. */
    private static final long BASE = 0x9E3779B97F4A7C15L;

    /** Up to here every script writes words, and lower case is a single character. */
    private static final int TABLE = 0x0E00;

    /** Lower case of what belongs to a word, 0 for the rest. */
    private static final char[] LOWER = lower();

    private static final int CHARACTERS_A_WORD = 5;

    private long[] hashes;
    private int[] starts;
    private int[] ends;
    private int count;

    private Words(int expected) {
        hashes = new long[expected];
        starts = new int[expected];
        ends = new int[expected];
    }

    static Words of(String text) {
        Words words = new Words(16 + text.length() / CHARACTERS_A_WORD);
        char[] characters = text.toCharArray();
        int at = 0;
        while (at < characters.length) {
            at = words.next(characters, at);
        }
        return words;
    }

    int count() {
        return count;
    }

    /** Index of the word's first character. */
    int start(int word) {
        return starts[word];
    }

    /** Index after the word's last character. */
    int end(int word) {
        return ends[word];
    }

    /**
     * Hashes of all runs of {@code n} words, in their order; of the whole text when it has fewer
     * words, and none when it has no word.
     */
    long[] ngrams(int n) {
        if (count == 0) {
            return new long[0];
        }
        int length = Math.min(n, count);
        long[] ngrams = new long[count - length + 1];
        long leading = power(length);
        long hash = 0;
        for (int i = 0; i < count; i++) {
            hash = hash * BASE + hashes[i];
            if (i >= length) {
                hash -= leading * hashes[i - length];
            }
            if (i >= length - 1) {
                ngrams[i - length + 1] = mix(hash + length);
            }
        }
        return ngrams;
    }

    /** One of {@link #ngrams}: that of {@code n} words from a word on, all of which there are. */
    long ngram(int first, int n) {
        long hash = 0;
        for (int i = first; i < first + n; i++) {
            hash = hash * BASE + hashes[i];
        }
        return mix(hash + n);
    }

    /** BASE to the n-th. */
    private static long power(int n) {
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= BASE;
        }
        return power;
    }

    /** Stafford's thirteenth variant of the finalizer of MurmurHash3: a bijection. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Takes one word, or passes one character that is no part of any; returns where to go on. */
    private int next(char[] text, int from) {
        long hash = FNV_OFFSET;
        int at = from;
        while (at < text.length) {
            char c = text[at];
            if (c < TABLE) {
                char lower = LOWER[c];
                if (lower == 0) {
                    break;
                }
                hash = (hash ^ lower) * FNV_PRIME;
                at++;
                continue;
            }
            int point = Character.codePointAt(text, at);
            if (standsAlone(point)) {
                if (at == from) {
                    at += Character.charCount(point);
                    add((hash ^ point) * FNV_PRIME, from, at);
                    return at;
                }
                break;
            }
            if (!belongsToWord(point)) {
                break;
            }
            hash = (hash ^ Character.toLowerCase(point)) * FNV_PRIME;
            at += Character.charCount(point);
        }
        if (at == from) {
            return from + Character.charCount(Character.codePointAt(text, from));
        }
        add(hash, from, at);
        return at;
    }

    private void add(long hash, int start, int end) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        hashes[count] = mix(hash);
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private static boolean belongsToWord(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** @param point {@value #TABLE} or more */
    private static boolean standsAlone(int point) {
        if (Character.isIdeographic(point)) {
            return true;
        }
        if (!Character.isLetter(point)) {
            return false;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case THAI, LAO, KHMER, MYANMAR, HIRAGANA, KATAKANA -> true;
            default -> false;
        };
    }

    private static char[] lower() {
        char[] table = new char[TABLE];
        for (char c = 0; c < TABLE; c++) {
            table[c] = belongsToWord(c) ? Character.toLowerCase(c) : 0;
        }
        return table;
    }
}
