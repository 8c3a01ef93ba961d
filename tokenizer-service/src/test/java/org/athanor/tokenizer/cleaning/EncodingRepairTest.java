package org.athanor.tokenizer.cleaning;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingRepairTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final EncodingRepair repair = new EncodingRepair(new RepairParameters(null));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "le café où naquit l’idée — « voilà »",
                "Müßiggang ist aller Laster Anfang, „sagt man“",
                "Příliš žluťoučký kůň úpěl ďábelské ódy",
                "Η γρήγορη καφέ αλεπού",
                "Съешь же ещё этих мягких булок",
                "naïve 😀 €5",
                "日本語のテキスト"
            })
    void shouldTurnBackTextThatWasReadAsLatin1(String text) {
        // Given
        String once = new String(text.getBytes(UTF_8), ISO_8859_1);
        String twice = new String(once.getBytes(UTF_8), ISO_8859_1);

        // Then
        assertEquals(text, repaired(once));
        assertEquals(text, repaired(twice));
    }

    @Test
    void shouldTurnBackTextThatWasReadAsWindows1252() {
        // Given
        String text = "le café où naquit l’idée — « voilà »";
        String misread = new String(text.getBytes(UTF_8), WINDOWS_1252);

        // Then
        assertEquals("le cafÃ© oÃ¹", misread.substring(0, 12));
        assertEquals(text, repaired(misread));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "le café où naquit l’idée — « voilà »",
                "IL EST ENTRÉ\u00A0: « CAFÉ\u00A0», LE DÉJÀ-VU…",
                "«CAFÉ» ’PARÁ’ “ÀÉ”",
                "a mañana, AMANHÃ”, NÃO",
                "Ünlü ÄÖÜ® Å™",
                "plain text, 100 % ASCII\nin two lines\twith a tab"
            })
    void shouldLeaveSoundTextAlone(String text) {
        // Then
        assertSame(Verdict.KEPT, judge(text));
    }

    @Test
    void shouldLeaveALineThatHoldsSoundLettersToo() {
        // Given: a sound line, a spoilt one, and one that is both
        String text = "été\ncafÃ©\nété et cafÃ©";

        // When
        Verdict.Changed changed = (Verdict.Changed) judge(text);

        // Then
        assertEquals("été\ncafé\nété et cafÃ©", changed.texts().getFirst());
        assertEquals(Map.of("mojibakeLines", 1L), changed.found());
    }

    @Test
    void shouldDropAndCountWhatIsNoText() {
        // Given
        String text = "a\r\nb\rc\u0000\u001B[0m\uFEFFd\u007F e\u0092s \uD83D x\uFFFDy \uD83D\uDE00";

        // When
        Verdict.Changed changed = (Verdict.Changed) judge(text);

        // Then: the lone surrogate becomes a replacement character, the one that was there stays
        assertEquals(
                "a\nb\nc[0md e\u2019s \uFFFD x\uFFFDy \uD83D\uDE00", changed.texts().getFirst());
        assertEquals(
                Map.of(
                        "carriageReturns", 2L,
                        "controlCharacters", 4L,
                        "byteOrderMarks", 1L,
                        "loneSurrogates", 1L,
                        "replacementCharacters", 1L),
                changed.found());
        assertEquals(1, changed.at());
    }

    @Test
    void shouldCountReplacementCharactersOfATextThatStays() {
        // Then
        assertEquals(
                new Verdict.Kept(Map.of("replacementCharacters", 2L)), judge("lo\uFFFDt \uFFFD"));
    }

    @Test
    void shouldNormaliseWhenAsked() {
        // Given
        EncodingRepair nfc = new EncodingRepair(new RepairParameters(true));

        // Then
        assertSame(Verdict.KEPT, judge("cafe\u0301"));
        assertEquals(
                List.of("caf\u00E9"),
                ((Verdict.Changed) nfc.judge(new Content(List.of("cafe\u0301")))).texts());
        assertSame(Verdict.KEPT, nfc.judge(new Content(List.of("caf\u00E9"))));
    }

    private Verdict judge(String text) {
        return repair.judge(new Content(List.of(text)));
    }

    private String repaired(String text) {
        return ((Verdict.Changed) judge(text)).texts().getFirst();
    }
}
