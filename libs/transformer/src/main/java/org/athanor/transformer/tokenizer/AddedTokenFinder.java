package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/**
 * Takes added tokens out of a text as Hugging Face's library does, down to what follows from it: a token
 * that is no single word is passed over whole, and where white space behind one token begins another,
 * both count. Texts are bytes as chars of ISO 8859-1.
 */
final class AddedTokenFinder {

    private final SpecialTexts sought;
    private final Map<String, AddedFlags> flags;
    private final boolean spacesAreWhite;

    /**
     * @param sought as they stand in the texts
     * @param flags by the same, of those for which it matters what stands around them
     * @param spacesAreWhite whether a space is one: a vocabulary of pieces writes U+2581 for it
     */
    AddedTokenFinder(SpecialTexts sought, Map<String, AddedFlags> flags, boolean spacesAreWhite) {
        this.sought = sought;
        this.flags = Map.copyOf(flags);
        this.spacesAreWhite = spacesAreWhite;
    }

    boolean isEmpty() {
        return sought.isEmpty();
    }

    /** Added tokens go to the ids, what is between them to {@code rest}. */
    void cut(String text, TokenBuffer ids, Consumer<String> rest) {
        if (isEmpty()) {
            rest.accept(text);
            return;
        }
        Around around = flags.isEmpty() ? null : new Around(text);
        int covered = 0;
        int at = 0;
        while (at < text.length()) {
            String found = sought.at(text, at);
            if (found == null) {
                at++;
                continue;
            }
            int start = at;
            int stop = at + found.length();
            at = stop;
            AddedFlags own = flags.getOrDefault(found, AddedFlags.NONE);
            if (own.singleWord() && (around.isWordBefore(start) || around.isWordAt(stop))) {
                continue;
            }
            start = own.lstrip() ? around.whiteStart(start, covered) : start;
            stop = own.rstrip() ? around.whiteEnd(stop) : stop;
            if (covered < start) {
                rest.accept(text.substring(covered, start));
            }
            ids.add(sought.id(found));
            covered = stop;
        }
        if (covered < text.length()) {
            rest.accept(text.substring(covered));
        }
    }

    /** The characters of one text. */
    private final class Around {

        private final byte[] text;

        /** The last run of white space that was asked for, so that each is walked over once. */
        private int whiteFrom;

        private int whiteTo;

        Around(String latin) {
            this.text = latin.getBytes(StandardCharsets.ISO_8859_1);
        }

        boolean isWordBefore(int at) {
            return at > 0 && Surroundings.isWord(CodePoints.value(before(at)));
        }

        boolean isWordAt(int at) {
            return at < text.length
                    && Surroundings.isWord(CodePoints.value(CodePoints.at(text, at, text.length)));
        }

        /** Where the white space before this place begins, or {@code least}. */
        int whiteStart(int at, int least) {
            int start = at;
            while (start > least && isWhite(before(start))) {
                start -= CodePoints.length(before(start));
            }
            return start;
        }

        int whiteEnd(int at) {
            if (at < whiteFrom || at > whiteTo) {
                whiteFrom = at;
                whiteTo = at;
                while (whiteTo < text.length
                        && isWhite(CodePoints.at(text, whiteTo, text.length))) {
                    whiteTo += CodePoints.length(CodePoints.at(text, whiteTo, text.length));
                }
            }
            return whiteTo;
        }

        private boolean isWhite(long character) {
            int point = CodePoints.value(character);
            return Surroundings.isWhite(point) && (spacesAreWhite || point != ' ');
        }

        /** The character that ends at this place. */
        private long before(int at) {
            int from = at - 1;
            while (from > 0 && at - from < 4 && (text[from] & 0xC0) == 0x80) {
                from--;
            }
            long character = CodePoints.at(text, from, at);
            return CodePoints.length(character) == at - from
                    ? character
                    : CodePoints.at(text, at - 1, at);
        }
    }
}
