package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Guesses a text's language from its commonest words. The share of a language is how many of the
 * text's words are in its list ({@code stop-words.properties}); the text's language is the one with
 * the largest share, if that is at least a tenth and no other language has as much. Enough to take
 * one language out of a mixed corpus; it does not tell languages without a list from each other.
 */
final class Languages {

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final double LEAST_SHARE = 0.1;
    private static final Map<String, Set<String>> STOP_WORDS = load();

    private Languages() {}

    /** The codes that {@link #of} can answer. */
    static SortedSet<String> known() {
        return new TreeSet<>(STOP_WORDS.keySet());
    }

    /** ISO 639-1 code of the text's language, or {@code und} when none stands out. */
    static String of(String text) {
        String[] words = NO_LETTERS.split(text.toLowerCase(Locale.ROOT));
        String best = "und";
        long most = Math.max(1, Math.round(Math.ceil(LEAST_SHARE * words.length))) - 1;
        for (Map.Entry<String, Set<String>> language : STOP_WORDS.entrySet()) {
            long hits = 0;
            for (String word : words) {
                if (language.getValue().contains(word)) {
                    hits++;
                }
            }
            if (hits == most) {
                best = "und";
            } else if (hits > most) {
                most = hits;
                best = language.getKey();
            }
        }
        return best;
    }

    private static Map<String, Set<String>> load() {
        Properties lists = new Properties();
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(
                                Languages.class.getResourceAsStream("stop-words.properties")),
                        StandardCharsets.UTF_8)) {
            lists.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Set<String>> words = new HashMap<>();
        lists.forEach((code, list) -> words.put((String) code, Set.of(((String) list).split(" "))));
        return Map.copyOf(words);
    }
}
