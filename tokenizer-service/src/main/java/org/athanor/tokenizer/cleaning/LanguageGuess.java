package org.athanor.tokenizer.cleaning;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A text's language by Apache OpenNLP's model of 103 languages, which takes 14 MB of heap once it is
 * needed. Any thread.
 */
@ApplicationScoped
class LanguageGuess {

    private static final String MODEL = "/langdetect-183.bin";

    /** Where the model's code is not the one that ISO 639-1 stands for. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "plt", "mg", "nob", "nb", "nno", "nn");

    private volatile Detector detector;

    /**
     * The likeliest language.
     *
     * @param language ISO 639-1, or ISO 639-3 where that has none
     * @param confidence p1 / (p1 + p2) of the two likeliest: the probabilities themselves grow with
     *     the text's length
     */
    record Guess(String language, double confidence) {}

    /** @param codes of the model's languages, in its order */
    private record Detector(LanguageModel model, List<String> codes) {}

    Guess of(String text) {
        Detector loaded = detector();
        String normalised = LanguageText.normalised(text);
        LanguageModel.Scores scores = loaded.model().scores(lowerCase(normalised));
        return new Guess(loaded.codes().get(scores.first()), scores.confidence());
    }

    /** The codes that {@link #of} can answer. */
    SortedSet<String> known() {
        return new TreeSet<>(detector().codes());
    }

    /** Character by character, as the model was trained, not by the rules of a language. */
    private static String lowerCase(String text) {
        char[] lower = new char[text.length()];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = Character.toLowerCase(text.charAt(i));
        }
        return new String(lower);
    }

    private Detector detector() {
        Detector loaded = detector;
        return loaded == null ? loadOnce() : loaded;
    }

    private synchronized Detector loadOnce() {
        if (detector == null) {
            LanguageModel model = load();
            detector =
                    new Detector(
                            model,
                            model.languages().stream().map(LanguageGuess::shortest).toList());
        }
        return detector;
    }

    private static LanguageModel load() {
        try (InputStream model = LanguageGuess.class.getResourceAsStream(MODEL)) {
            return LanguageModel.read(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of ISO 639-1, where there is one. */
    static String shortest(String code) {
        if (OTHER_NAMES.containsKey(code)) {
            return OTHER_NAMES.get(code);
        }
        return List.of(Locale.getISOLanguages()).stream()
                .filter(two -> Locale.of(two).getISO3Language().equals(code))
                .findFirst()
                .orElse(code);
    }
}
