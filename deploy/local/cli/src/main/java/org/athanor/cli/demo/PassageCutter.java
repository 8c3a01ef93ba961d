package org.athanor.cli.demo;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Cuts prompt and completion pairs from running text. Every whole sentence of ordinary length gives
 * one: its first third is the prompt, the rest is the completion.
 */
final class PassageCutter {

    private static final int MIN_WORDS = 10;
    private static final int MAX_WORDS = 30;
    private static final int MIN_PROMPT_WORDS = 4;

    /** Enumerations and addresses are long without having many words. */
    private static final int MAX_CHARACTERS = 240;

    /** Passages of a document stand apart by wide gaps, which no sentence crosses. */
    private static final String GAP = "\\s{2,}";

    private PassageCutter() {}

    static Stream<Passage> cut(String document) {
        return Arrays.stream(document.split(GAP))
                .flatMap(passage -> sentences(passage).stream())
                .filter(PassageCutter::isWhole)
                .flatMap(PassageCutter::cutSentence);
    }

    private static List<String> sentences(String passage) {
        BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        boundaries.setText(passage);
        List<String> sentences = new ArrayList<>();
        for (int start = boundaries.first(), end = boundaries.next();
                end != BreakIterator.DONE;
                start = end, end = boundaries.next()) {
            sentences.add(passage.substring(start, end).strip());
        }
        return sentences;
    }

    private static boolean isWhole(String sentence) {
        return !sentence.isEmpty()
                && sentence.length() <= MAX_CHARACTERS
                && Character.isUpperCase(sentence.charAt(0))
                && sentence.endsWith(".");
    }

    private static Stream<Passage> cutSentence(String sentence) {
        String[] words = sentence.split(" ");
        if (words.length < MIN_WORDS || words.length > MAX_WORDS) {
            return Stream.empty();
        }
        int cut = Math.max(MIN_PROMPT_WORDS, words.length / 3);
        return Stream.of(new Passage(join(words, 0, cut), " " + join(words, cut, words.length)));
    }

    private static String join(String[] words, int from, int to) {
        return String.join(" ", Arrays.asList(words).subList(from, to));
    }
}
