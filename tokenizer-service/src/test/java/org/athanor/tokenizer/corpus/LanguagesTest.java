package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | The Commission is of the opinion that this directive is not the answer to it.",
                "de | Die Kommission ist der Meinung, dass diese Richtlinie nicht die Antwort ist.",
                "fr | La Commission est d'avis que cette directive n'est pas la réponse à la question.",
                "es | La Comisión opina que esta directiva no es la respuesta a los problemas del sector.",
                "it | La Commissione ritiene che questa direttiva non è la risposta che il settore si aspetta.",
                "nl | De Commissie is van mening dat deze richtlijn niet het antwoord op de vraag is.",
                "pl | Komisja uważa, że ta dyrektywa nie jest odpowiedzią na pytanie, które się pojawia.",
                "sv | Kommissionen anser att det här direktivet inte är svaret på den frågan som vi har.",
                "und | Komisija uzskata, ka šī direktīva nav risinājums.",
                "und | 1 2 3",
                "und | ''"
            })
    void shouldTellALanguageByItsCommonestWords(String code, String text) {
        assertEquals(code, Languages.of(text));
    }
}
