package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts a frame around an encoder: begin tokens, the normal form, and added tokens that are not
 * special, which text may name (runs of blanks of some code models, tags of thoughts). Those that are
 * looked for as they are cut the text first, those in normal form what is left of it. Special tokens
 * are not looked for at all. Safe for many threads.
 */
final class FramedEncoder implements TextEncoder {

    private final TextEncoder first;
    private final TextEncoder further;
    private final TextFrame frame;
    private final SpecialTexts raw;
    private final SpecialTexts normalised;

    FramedEncoder(TokenSet tokens, TextFrame frame) {
        this.first = tokens.encoder();
        this.further = first.continuation();
        this.frame = frame;
        Map<String, Integer> raw = new HashMap<>();
        Map<String, Integer> normalised = new HashMap<>();
        tokens.addedTokens()
                .forEach(
                        (text, id) -> {
                            if (tokens.isMatched(text)) {
                                boolean inForm = frame.flags(text).normalized();
                                String sought = inForm ? frame.form().of(text) : text;
                                (inForm ? normalised : raw).put(latin(sought), id);
                            }
                        });
        this.raw = new SpecialTexts(raw);
        this.normalised = new SpecialTexts(normalised);
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
        cut(
                latin(utf8),
                raw,
                ids,
                part ->
                        cut(
                                inForm(part),
                                normalised,
                                ids,
                                piece -> {
                                    boolean isFirst = beginning && ids.size() == start;
                                    ids.add((isFirst ? first : further).encode(bytes(piece)));
                                }));
    }

    /** Added tokens go to the ids, what is between them to {@code rest}. */
    private static void cut(
            String text, SpecialTexts sought, TokenBuffer ids, Consumer<String> rest) {
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            String found = sought.isEmpty() ? null : sought.at(text, at);
            if (found == null) {
                at++;
                continue;
            }
            if (from < at) {
                rest.accept(text.substring(from, at));
            }
            ids.add(sought.id(found));
            at += found.length();
            from = at;
        }
        if (from < text.length()) {
            rest.accept(text.substring(from));
        }
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
