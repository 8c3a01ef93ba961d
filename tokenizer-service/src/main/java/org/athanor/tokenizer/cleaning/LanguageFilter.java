package org.athanor.tokenizer.cleaning;

import java.util.Set;
import java.util.TreeSet;

/** Keeps documents in the languages wanted. What is removed is counted by the language found. */
final class LanguageFilter implements Step {

    private static final String UNSURE = "unsure";

    private final LanguageGuess guess;
    private final Set<String> wanted;
    private final double confidence;
    private final int characters;

    LanguageFilter(LanguageGuess guess, LanguageParameters parameters) {
        this.guess = guess;
        this.wanted = new TreeSet<>(parameters.languages());
        this.confidence = parameters.confidence();
        this.characters = parameters.characters();
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public Verdict judge(Content content) {
        LanguageGuess.Guess found = guess.of(middle(content.joined()));
        String language = found.confidence() < confidence ? UNSURE : found.language();
        return wanted.contains(language) ? Verdict.KEPT : new Verdict.Removed(language, 0);
    }

    /** Beginnings are often titles, names and menus. */
    private String middle(String text) {
        if (text.length() <= characters) {
            return text;
        }
        int start = (text.length() - characters) / 2;
        return text.substring(start, start + characters);
    }
}
