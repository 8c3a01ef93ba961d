package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageFilterTest {

    private static final LanguageGuess GUESS = new LanguageGuess();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.",
                "de | Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt.",
                "et | Kõik inimesed sünnivad vabadena ja võrdsetena oma väärikuselt ja õigustelt.",
                "zh | 人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
                "lv | Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.",
                "nds | All de Minschen sünd frie un gliek an Weert un Rechten boren. Se hebbt dat Tüüch to'n Verstahn."
            })
    void shouldTellLanguagesByTheirShortestCode(String code, String text) {
        // Then
        assertEquals(code, GUESS.of(text).language());
        assertTrue(GUESS.known().contains(code));
    }

    @Test
    void shouldRemoveOtherLanguagesAndWhatIsUnsure() {
        // Given
        LanguageFilter filter =
                new LanguageFilter(GUESS, new LanguageParameters(List.of("de", "fr"), null, null));

        // Then
        assertSame(
                Verdict.KEPT,
                judge(
                        filter,
                        "Die Kommission ist der Meinung, dass dies nicht die Antwort ist, die der Sektor von uns erwartet hat, und wird deshalb bis zum Herbst eine neue Richtlinie vorschlagen."));
        assertEquals(
                new Verdict.Removed("en", 0),
                judge(
                        filter,
                        "The Commission thinks that this is not the answer to the question which the sector has put to all of us."));
        assertEquals(new Verdict.Removed("unsure", 0), judge(filter, "1 2 3"));
    }

    @Test
    void shouldLookAtTheMiddleOfALongDocument() {
        // Given
        LanguageFilter filter =
                new LanguageFilter(GUESS, new LanguageParameters(List.of("en"), 0.6, 200));
        String german = "Die Kommission ist der Meinung, dass dies nicht die Antwort ist. ";
        String english = "The Commission thinks that this is not the answer to the question. ";

        // Then
        assertSame(
                Verdict.KEPT,
                judge(filter, german.repeat(5) + english.repeat(5) + german.repeat(5)));
    }

    private static Verdict judge(LanguageFilter filter, String text) {
        return filter.judge(new Content(List.of(text)));
    }
}
