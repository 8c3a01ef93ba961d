package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Makes tokens of what a template wrote, and tells which of them count in the loss. One use. */
final class ChatEncoder {

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
            if (special != null) {
                special(special);
                at = tokenizer.afterSpecial(special, rendered, at);
            } else {
                sign(rendered.charAt(at++));
            }
        }
        endText();
        boolean[] mask = new boolean[tokens.size()];
        counted.stream().forEach(index -> mask[index] = true);
        return new RenderedChat(tokens.toArray(), mask);
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

    private void special(String special) {
        boolean counts = counting || ending >= 0;
        if (ending >= 0) {
            textCounted.set(ending, text.length());
            ending = -1;
        }
        text.setLength(tokenizer.beforeSpecial(special, text));
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
