package org.athanor.tokenizer.cleaning;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Repairs what went wrong with a text's encoding: UTF-8 read as Windows-1252, control characters
 * (those of the range that Windows-1252 uses become its characters), byte-order marks inside, line
 * ends of two characters, lone surrogates. Replacement characters are counted: what they stood for is
 * lost.
 */
final class EncodingRepair implements Step {

    private final boolean nfc;

    EncodingRepair(RepairParameters parameters) {
        this.nfc = parameters.nfc();
    }

    @Override
    public String name() {
        return "repair";
    }

    @Override
    public Verdict judge(Content content) {
        Map<String, Long> found = new TreeMap<>();
        List<String> texts = new ArrayList<>(content.texts().size());
        int firstChange = -1;
        int before = 0;
        for (String text : content.texts()) {
            String repaired = repair(text, found);
            if (firstChange < 0 && !repaired.equals(text)) {
                firstChange = before + firstDifference(text, repaired);
            }
            texts.add(repaired);
            before += repaired.length() + 1;
        }
        return firstChange < 0
                ? found.isEmpty() ? Verdict.KEPT : new Verdict.Kept(found)
                : new Verdict.Changed(texts, found, firstChange);
    }

    private String repair(String text, Map<String, Long> found) {
        int from = firstSuspicious(text);
        if (from == text.length()) {
            return text;
        }
        // Before the control characters: some of them are bytes of the UTF-8 that was misread.
        Mojibake mojibake = Mojibake.in(text);
        if (mojibake.lines() > 0) {
            found.merge("mojibakeLines", (long) mojibake.lines(), Long::sum);
        }
        String repaired = characters(mojibake.repaired(), found);
        if (nfc && !Normalizer.isNormalized(repaired, Normalizer.Form.NFC)) {
            found.merge("notNfc", 1L, Long::sum);
            return Normalizer.normalize(repaired, Normalizer.Form.NFC);
        }
        return repaired;
    }

    /** Index of the first character that is neither printable ASCII nor a tab or line feed. */
    private static int firstSuspicious(String text) {
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t';
    }

    private static String characters(String text, Map<String, Long> found) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String problem = problem(text, i, c);
            if (problem == null) {
                if (out != null) {
                    out.append(c);
                }
                continue;
            }
            found.merge(problem, 1L, Long::sum);
            if (out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            replace(text, i, c, out);
        }
        return out == null ? text : out.toString();
    }

    /** The name that the character is counted by, or null when it may stay. */
    private static String problem(String text, int at, char c) {
        if (isPlain(c) || (c >= 0xA0 && c < 0xD800)) {
            return null;
        }
        if (c == '\r') {
            return "carriageReturns";
        }
        if (c < 0xA0) {
            return "controlCharacters";
        }
        if (c == '\uFEFF') {
            return "byteOrderMarks";
        }
        if (c == '\uFFFD') {
            return "replacementCharacters";
        }
        return isLoneSurrogate(text, at, c) ? "loneSurrogates" : null;
    }

    private static void replace(String text, int at, char c, StringBuilder out) {
        if (c == '\r') {
            boolean beforeLineFeed = at + 1 < text.length() && text.charAt(at + 1) == '\n';
            if (!beforeLineFeed) {
                out.append('\n');
            }
        } else if (c == '\uFFFD' || Character.isSurrogate(c)) {
            out.append('\uFFFD');
        } else if (c >= 0x80 && c < 0xA0 && Windows1252.character(c) != c) {
            out.append(Windows1252.character(c));
        }
    }

    private static boolean isLoneSurrogate(String text, int at, char c) {
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static int firstDifference(String before, String after) {
        int at = 0;
        int shorter = Math.min(before.length(), after.length());
        while (at < shorter && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        return at;
    }
}
