package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/**
 * Puts a frame around an encoder: begin tokens, the normal form, and added tokens that are not
 * special, which text may name (runs of blanks of some code models, tags of thoughts). Those that are
 * looked for as they are cut the text first, those in normal form what is left of it in that form,
 * spaces of pieces included. Special tokens are not looked for at all. Safe for many threads.
 */
final class FramedEncoder implements TextEncoder {

    private final TextEncoder first;
    private final TextEncoder further;
    private final TextEncoder firstPrepared;
    private final TextEncoder furtherPrepared;
    private final TextFrame frame;
    private final AddedTokenFinder raw;
    private final AddedTokenFinder normalised;

    FramedEncoder(TokenSet tokens, TextFrame frame) {
        this.first = tokens.encoder();
        this.further = first.continuation();
        this.firstPrepared = first.prepared();
        this.furtherPrepared = further.prepared();
        this.frame = frame;
        Map<String, Integer> raw = new HashMap<>();
        Map<String, Integer> normalised = new HashMap<>();
        Map<String, AddedFlags> rawFlags = new HashMap<>();
        Map<String, AddedFlags> normalisedFlags = new HashMap<>();
        tokens.addedTokens()
                .forEach(
                        (text, id) -> {
                            if (tokens.isMatched(text)) {
                                AddedFlags flags = frame.flags(text);
                                boolean inForm = flags.normalized();
                                String sought = inForm ? prepared(latin(text)) : latin(text);
                                (inForm ? normalised : raw).put(sought, id);
                                if (flags.singleWord() || flags.lstrip() || flags.rstrip()) {
                                    (inForm ? normalisedFlags : rawFlags).put(sought, flags);
                                }
                            }
                        });
        this.raw = new AddedTokenFinder(new SpecialTexts(raw), rawFlags, true);
        this.normalised =
                new AddedTokenFinder(
                        new SpecialTexts(normalised), normalisedFlags, firstPrepared == first);
    }

    /** A whole text. */
    @Override
    public int[] encode(byte[] utf8) {
        if (isPlain()) {
            return frame.begin().length == 0 ? first.encode(utf8) : withBegin(first.encode(utf8));
        }
        TokenBuffer ids = new TokenBuffer(utf8.length / 3 + 16);
        ids.add(frame.begin());
        add(utf8, true, ids);
        return ids.toArray();
    }

    @Override
    public Encoder forOneThread() {
        if (!isPlain()) {
            return TextEncoder.super.forOneThread();
        }
        Encoder encoder = first.forOneThread();
        return (utf8, from, to, ids) -> {
            ids.add(frame.begin());
            encoder.encode(utf8, from, to, ids);
        };
    }

    /**
     * What stands between special tokens.
     *
     * @param beginning whether nothing stands before it
     */
    int[] encodePart(byte[] utf8, boolean beginning) {
        if (isPlain()) {
            return (beginning ? first : further).encode(utf8);
        }
        TokenBuffer ids = new TokenBuffer(utf8.length / 3 + 16);
        add(utf8, beginning, ids);
        return ids.toArray();
    }

    private boolean isPlain() {
        return frame.form() == NormalForm.NONE && raw.isEmpty() && normalised.isEmpty();
    }

    private int[] withBegin(int[] ids) {
        int[] begin = frame.begin();
        int[] all = new int[begin.length + ids.length];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(ids, 0, all, begin.length, ids.length);
        return all;
    }

    private void add(byte[] utf8, boolean beginning, TokenBuffer ids) {
        int start = ids.size();
        raw.cut(
                latin(utf8),
                ids,
                part -> {
                    if (normalised.isEmpty()) {
                        encode(inForm(part), first, further, beginning, start, ids);
                    } else {
                        addPrepared(prepared(part), beginning, start, ids);
                    }
                });
    }

    private void addPrepared(String part, boolean beginning, int start, TokenBuffer ids) {
        normalised.cut(
                part,
                ids,
                piece -> encode(piece, firstPrepared, furtherPrepared, beginning, start, ids));
    }

    private static void encode(
            String piece,
            TextEncoder first,
            TextEncoder further,
            boolean beginning,
            int start,
            TokenBuffer ids) {
        boolean isFirst = beginning && ids.size() == start;
        ids.add((isFirst ? first : further).encode(bytes(piece)));
    }

    private String prepared(String latin) {
        return latin(first.prepare(bytes(inForm(latin))));
    }

    private String inForm(String latin) {
        return frame.form() == NormalForm.NONE
                ? latin
                : latin(frame.form().of(new String(bytes(latin), StandardCharsets.UTF_8)));
    }

    /** Bytes as chars: what is no UTF-8 keeps its bytes, and places are places of bytes. */
    private static String latin(byte[] utf8) {
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    private static String latin(String text) {
        return latin(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
