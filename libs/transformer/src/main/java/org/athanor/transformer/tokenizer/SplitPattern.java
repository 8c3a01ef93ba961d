package org.athanor.transformer.tokenizer;

import java.util.Optional;

/**
 * How text is cut into the pieces that merges never cross. Each is a regular expression written out
 * by hand: it reads the bytes of UTF-8 in linear time, without a copy, and {@code \s}, {@code \p{L}}
 * and so on are Unicode's own. A byte that is not UTF-8 counts as a symbol of its own, so any bytes
 * split and join again unchanged.
 */
public enum SplitPattern {

    /** Of GPT-2, GPT-3 (r50k) and of the tokenizers that are trained here unless told otherwise. */
    GPT2(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            new Gpt2Splitter()),

    /** Of GPT-3.5 and GPT-4; the same pieces as {@link #LLAMA3}, spelt as tiktoken does. */
    CL100K(
            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
            new Cl100kSplitter(3)),

    /** Of GPT-4o and later. */
    O200K(
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            new O200kSplitter()),

    /** Of Llama 3. */
    LLAMA3(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            new Cl100kSplitter(3)),

    /** Of Qwen 2 to 3: as {@link #LLAMA3}, every numeral a piece. */
    QWEN2(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            new Cl100kSplitter(1));

    private static final String GPT2_IN_SHORT =
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private final String regex;
    private final Splitter splitter;

    SplitPattern(String regex, Splitter splitter) {
        this.regex = regex;
        this.splitter = splitter;
    }

    /** The pattern that writes exactly {@code regex}, as published, if this codec knows it. */
    public static Optional<SplitPattern> ofRegex(String regex) {
        for (SplitPattern pattern : values()) {
            if (pattern.regex.equals(regex)) {
                return Optional.of(pattern);
            }
        }
        return regex.equals(GPT2_IN_SHORT) ? Optional.of(GPT2) : Optional.empty();
    }

    /** The published regular expression, for other programs' files. */
    public String regex() {
        return regex;
    }

    /**
     * The end (exclusive) of the piece that starts at {@code from}.
     *
     * @param text UTF-8
     * @param from where the piece starts; a piece or the text must start there
     * @param to the end of the text, exclusive, greater than {@code from}
     */
    public int pieceEnd(byte[] text, int from, int to) {
        return splitter.pieceEnd(text, from, to);
    }
}
