package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

    private final PersonalData redaction =
            new PersonalData(new PersonalDataParameters(null, List.of("US", "GB", "DE")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to jane.doe+news@mail.example.co.uk. | write to <EMAIL>.",
                "(mailto:j_d@example.org) | (mailto:<EMAIL>)",
                "<a@example.com>,b@example.com | <<EMAIL>>,<EMAIL>",
                "user42@example.net; '7@example.net' | <EMAIL>; '<EMAIL>'",
                "call +49 30 901820, or +1 (650) 253-0000! | call <PHONE>, or <PHONE>!",
                "call +442070313000 | call <PHONE>",
                "in the US (650) 253-0000 or 650-253-0001 | in the US <PHONE> or <PHONE>",
                "Berlin 030/901820 | Berlin <PHONE>",
                "card 4111 1111 1111 1111, until 12/29 | card <CARD>, until 12/29",
                "4111-1111-1111-1111 and 378282246310005 | <CARD> and <CARD>",
                "AmEx 3782 822463 10005. | AmEx <CARD>.",
                "IBAN DE89 3704 0044 0532 0130 00. | IBAN <IBAN>.",
                "GB82WEST12345698765432/NL91ABNA0417164300 | <IBAN>/<IBAN>",
            })
    void shouldPutATagInThePlaceOfPersonalData(String text, String expected) {
        // Then
        assertEquals(expected, redaction.redact(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no address: no domain, no top-level domain of this world
                "@home, 3 @ 4.50, a@b, me@localhost, x@y.notatld, f(@Test.class)",
                // cards: a wrong check digit, no issuer, part of a longer number, glued to letters
                "4111 1111 1111 1112",
                "1234 5678 9012 3452",
                "94111111111111111",
                "x4111111111111111",
                // an account number with a wrong checksum, and words that look like one
                "DE88 3704 0044 0532 0130 00",
                "ISO 8859, AB12 and MP3, GB 82",
                // figures that are no phone numbers
                "1789, 1815 and 1848; 12.05.2003; 3.14159265358979; 2001-2002 2003",
                "ISBN 978-3-16-148410-0; 10.1000/182; 192.168.100.200; 1,000,000,000",
                "Order 6502530000",
                "(KOM(2003)0586 - C5-650 253 0000, C5\u2013650-253-0000)",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
                "+12 points, +1 and +1234567"
            })
    void shouldLeaveOtherFiguresAlone(String text) {
        // Then
        assertEquals(text, redaction.redact(text));
    }

    @Test
    void shouldLookForNationalNumbersOfTheRegionsAskedForOnly() {
        // Given
        PersonalData international = new PersonalData(new PersonalDataParameters(null, null));

        // Then
        assertEquals("650-253-0000 <PHONE>", international.redact("650-253-0000 +1 650-253-0000"));
    }

    @Test
    void shouldCountAndSayWhereTheFirstIs() {
        // Given
        Content content = new Content(List.of("no data", "a@example.org, b@example.org"));

        // When
        Verdict.Changed changed = (Verdict.Changed) redaction.judge(content);

        // Then
        assertEquals(List.of("no data", "<EMAIL>, <EMAIL>"), changed.texts());
        assertEquals(Map.of("emails", 2L), changed.found());
        assertEquals(8, changed.at());
        assertSame(Verdict.KEPT, redaction.judge(new Content(List.of("no data"))));
    }

    @Test
    void shouldRedactTheKindsThatHaveATag() throws IOException {
        // Given
        PersonalDataParameters parameters =
                new ObjectMapper()
                        .readValue(
                                "{\"tags\": {\"email\": \"[mail]\", \"iban\": \"\"}}",
                                PersonalDataParameters.class);

        // Then
        assertEquals(
                "[mail] +49 30 901820 ()",
                new PersonalData(parameters)
                        .redact("a@example.org +49 30 901820 (DE89370400440532013000)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "a@", "a.@a.", "1 ", "+1 ", "1-", "DE89 ", "+49 30 90182", "(1"})
    void shouldTakeLinearTimeWhateverIsRepeated(String part) {
        // Given: what would take hours if the time grew with the square of the length
        String text = part.repeat(1_000_000 / part.length());

        // When
        String redacted = redaction.redact(text);

        // Then
        assertEquals(part.equals("+49 30 90182"), !redacted.equals(text));
    }
}
