package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/** Makes tokens of what a template wrote, and tells which of them count in the loss. One use. */
final class ChatEncoder {

    /** Chars that hold a character and the two marks, wherever these stand. */
    private static final int NEIGHBOURS = 4;

    private final Tokenizer tokenizer;
    private final SpecialTexts specials;
    private final StandIns standIns;

    private final TokenBuffer tokens = new TokenBuffer(64);
    private final BitSet counted = new BitSet();

    /** Plain text since the last special token, and which of its chars count. */
    private final StringBuilder text = new StringBuilder();

    private final BitSet textCounted = new BitSet();

    /** Within what the assistant said. */
    private boolean counting;

    /** Where white space began behind what the assistant said; -1 when it is over. */
    private int ending = -1;

    ChatEncoder(Tokenizer tokenizer, SpecialTexts specials, StandIns standIns) {
        this.tokenizer = tokenizer;
        this.specials = specials;
        this.standIns = standIns;
    }

    /** @param rendered with stand-ins, and with marks where a mask is wanted */
    RenderedChat encode(String rendered) {
        int at = 0;
        while (at < rendered.length()) {
            String special = specials.at(rendered, at);
            if (special == null) {
                sign(rendered.charAt(at++));
                continue;
            }
            AddedFlags flags = tokenizer.flags(special);
            int next = at + special.length();
            if (flags.singleWord() && isPartOfWord(rendered, at, next)) {
                rendered.substring(at, next).chars().forEach(sign -> sign((char) sign));
                at = next;
            } else {
                special(special, flags.lstrip());
                at = flags.rstrip() ? afterWhite(rendered, next) : next;
            }
        }
        endText();
        boolean[] mask = new boolean[tokens.size()];
        counted.stream().forEach(index -> mask[index] = true);
        return new RenderedChat(tokens.toArray(), mask);
    }

    private boolean isPartOfWord(String rendered, int from, int to) {
        String before = shown(rendered.substring(Math.max(0, from - NEIGHBOURS), from));
        String behind = shown(rendered.substring(to, Math.min(rendered.length(), to + NEIGHBOURS)));
        return (!before.isEmpty() && Surroundings.isWord(before.codePointBefore(before.length())))
                || (!behind.isEmpty() && Surroundings.isWord(behind.codePointAt(0)));
    }

    private String shown(String rendered) {
        return standIns.restored(standIns.withoutMarks(rendered));
    }

    /** Passes over white space that belongs to the token before it; marks in it count as ever. */
    private int afterWhite(String rendered, int from) {
        int at = from;
        while (at < rendered.length()) {
            char sign = rendered.charAt(at);
            if (sign == standIns.open() || sign == standIns.close()) {
                sign(sign);
            } else if (!Surroundings.isWhite(sign)) {
                break;
            }
            at++;
        }
        return at;
    }

    private void sign(char sign) {
        if (sign == standIns.open()) {
            counting = true;
        } else if (sign == standIns.close()) {
            counting = false;
            ending = text.length();
        } else {
            if (ending >= 0 && !Character.isWhitespace(sign)) {
                ending = -1;
            }
            textCounted.set(text.length(), counting);
            text.append(sign);
        }
    }

    private void special(String special, boolean takesWhiteBefore) {
        boolean counts = counting || ending >= 0;
        if (ending >= 0) {
            textCounted.set(ending, text.length());
            ending = -1;
        }
        int length = text.length();
        while (takesWhiteBefore && length > 0 && Surroundings.isWhite(text.charAt(length - 1))) {
            length--;
        }
        text.setLength(length);
        endText();
        counted.set(tokens.size(), counts);
        tokens.add(specials.id(special));
    }

    private void endText() {
        if (!text.isEmpty()) {
            String plain = standIns.restored(text.toString());
            encode(plain, textCounted.get(0, plain.length()));
        }
        text.setLength(0);
        textCounted.clear();
    }

    /** One piece where its tokens can be told apart by their bytes, otherwise run by run. */
    private void encode(String plain, BitSet chars) {
        int[] ids = tokenizer.encodePart(plain, tokens.size() == 0);
        BitSet bytes = bytes(plain, chars);
        int length = plain.getBytes(StandardCharsets.UTF_8).length;
        int found = 0;
        for (int id : ids) {
            found += tokenizer.byteLength(id);
        }
        int added = found - length;
        boolean aligned = added == 0 || (added == 1 && tokenizer.addsSpace());
        if (chars.isEmpty() || aligned) {
            add(ids, bytes, -added);
        } else {
            encodeRuns(plain, chars);
        }
    }

    private void add(int[] ids, BitSet bytes, int start) {
        int from = start;
        for (int id : ids) {
            int to = from + tokenizer.byteLength(id);
            int next = bytes.nextSetBit(Math.max(0, from));
            counted.set(tokens.size(), next >= 0 && next < to);
            tokens.add(id);
            from = to;
        }
    }

    private void encodeRuns(String plain, BitSet chars) {
        int from = 0;
        while (from < plain.length()) {
            boolean counts = chars.get(from);
            int to = counts ? chars.nextClearBit(from) : chars.nextSetBit(from);
            to = to < 0 ? plain.length() : Math.min(to, plain.length());
            int[] ids = tokenizer.encodePart(plain.substring(from, to), tokens.size() == 0);
            counted.set(tokens.size(), tokens.size() + ids.length, counts);
            tokens.add(ids);
            from = to;
        }
    }

    /** The same for bytes; a char that is no character of its own becomes one byte. */
    private static BitSet bytes(String text, BitSet chars) {
        BitSet bytes = new BitSet();
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = length(point);
            bytes.set(at, at + length, chars.get(i));
            at += length;
            i += Character.charCount(point);
        }
        return bytes;
    }

    private static int length(int point) {
        if (point < 0x80
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
