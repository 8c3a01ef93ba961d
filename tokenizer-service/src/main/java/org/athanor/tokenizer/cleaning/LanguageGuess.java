package org.athanor.tokenizer.cleaning;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.langdetect.ThreadSafeLanguageDetectorME;

/**
 * A text's language by Apache OpenNLP's model of 103 languages, which takes 33 MB of heap once it is
 * needed. Any thread.
 */
@ApplicationScoped
class LanguageGuess {

    private static final String MODEL = "/langdetect-183.bin";

    /** Where the model's code is not the one that ISO 639-1 stands for. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "plt", "mg", "nob", "nb", "nno", "nn");

    private Detector detector;

    /**
     * The likeliest language.
     *
     * @param language ISO 639-1, or ISO 639-3 where that has none
     * @param confidence p1 / (p1 + p2) of the two likeliest: the probabilities themselves grow with
     *     the text's length
     */
    record Guess(String language, double confidence) {}

    private record Detector(LanguageDetector model, Map<String, String> codes) {}

    Guess of(String text) {
        Detector loaded = detector();
        Language[] languages = loaded.model().predictLanguages(text);
        double first = languages[0].getConfidence();
        double second = languages[1].getConfidence();
        return new Guess(loaded.codes().get(languages[0].getLang()), first / (first + second));
    }

    /** The codes that {@link #of} can answer. */
    SortedSet<String> known() {
        return new TreeSet<>(detector().codes().values());
    }

    private synchronized Detector detector() {
        if (detector == null) {
            LanguageDetector model = load();
            Map<String, String> codes = new HashMap<>();
            for (String code : model.getSupportedLanguages()) {
                codes.put(code, shortest(code));
            }
            detector = new Detector(model, Map.copyOf(codes));
        }
        return detector;
    }

    private static LanguageDetector load() {
        try (InputStream model = LanguageGuess.class.getResourceAsStream(MODEL)) {
            return new ThreadSafeLanguageDetectorME(new LanguageDetectorModel(model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortest(String code) {
        if (OTHER_NAMES.containsKey(code)) {
            return OTHER_NAMES.get(code);
        }
        return List.of(Locale.getISOLanguages()).stream()
                .filter(two -> Locale.of(two).getISO3Language().equals(code))
                .findFirst()
                .orElse(code);
    }
}
