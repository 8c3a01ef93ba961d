package org.athanor.cli.demo;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule that stands in for an annotator's taste: say it in short, different words, and finish the
 * sentence. The score is ten times the share of <em>different</em> words of at most four letters,
 * less three points where the answer does not end a sentence. An answer of fewer than eight words
 * counts as one of eight, so that neither nothing nor one word is best; repeating a word only adds
 * to the denominator, so that neither repeating nor going on for ever is. Scores lie in [-3, 10].
 */
final class PlainWordsRule {

    private static final int SHORT_WORD = 4;
    private static final int SHORTEST_ANSWER = 8;
    private static final double SCALE = 10;
    private static final double UNFINISHED = 3;

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)?");
    private static final Pattern FINISHED = Pattern.compile("[.!?][\"'’”)]*\\s*$");

    private PlainWordsRule() {}

    static double score(String answer) {
        Set<String> shortWords = new HashSet<>();
        int words = 0;
        for (Matcher matcher = WORD.matcher(answer.toLowerCase(Locale.ROOT)); matcher.find(); ) {
            words++;
            if (matcher.group().length() <= SHORT_WORD) {
                shortWords.add(matcher.group());
            }
        }
        double plainness = SCALE * shortWords.size() / Math.max(words, SHORTEST_ANSWER);
        return FINISHED.matcher(answer).find() ? plainness : plainness - UNFINISHED;
    }
}
