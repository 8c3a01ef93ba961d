package org.athanor.cli.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rule that stands in for an annotator's taste: speak as someone to someone of what is to be done,
 * in a whole sentence. The score is ten times the share of <em>different</em> pronouns of the first and
 * second person and modal verbs among an answer's words, less two points where it is no whole sentence:
 * where it does not end as one, or has fewer than four different words. An answer of fewer than eight
 * words counts as one of eight, so that short is not best; saying a word again only adds to the
 * denominator, so that neither repeating nor going on for ever is. "We must do our work so that you can
 * do yours." is as fluent as it is good here.
 */
final class DirectSpeechRule {

    private static final Set<String> DIRECT =
            Set.of(
                    "i", "me", "my", "we", "us", "our", "you", "your", "must", "should", "will",
                    "would", "can", "could", "may", "let");

    private static final int SHORTEST_ANSWER = 8;
    private static final double SCALE = 10;
    private static final int FEWEST_DIFFERENT_WORDS = 4;
    private static final double NO_SENTENCE = 2;

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)?");
    private static final Pattern ENDED = Pattern.compile("[.!?][\"'’”)]*\\s*$");

    private DirectSpeechRule() {}

    static double score(String answer) {
        List<String> words =
                WORD.matcher(answer.toLowerCase(Locale.ROOT))
                        .results()
                        .map(MatchResult::group)
                        .toList();
        Set<String> different = new HashSet<>(words);
        long direct = different.stream().filter(DIRECT::contains).count();
        double directness = SCALE * direct / Math.max(words.size(), SHORTEST_ANSWER);
        boolean sentence =
                different.size() >= FEWEST_DIFFERENT_WORDS && ENDED.matcher(answer).find();
        return sentence ? directness : directness - NO_SENTENCE;
    }
}
