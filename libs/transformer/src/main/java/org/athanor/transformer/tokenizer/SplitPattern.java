package org.athanor.transformer.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How text is cut into the pieces that merges never cross. Each is a regular expression, or several
 * one after the other, written out by hand: it reads the bytes of UTF-8 in linear time, without a copy,
 * and {@code \s}, {@code \p{L}} and so on are Unicode's own. A byte that is not UTF-8 counts as a
 * symbol of its own, so any bytes split and join again unchanged.
 */
public enum SplitPattern {

    /** Of GPT-2, GPT-3 (r50k) and of the tokenizers that are trained here unless told otherwise. */
    GPT2(new Gpt2Splitter(), Regexes.GPT2),

    /** Of GPT-3.5 and GPT-4; the same pieces as {@link #LLAMA3}, spelt as tiktoken does. */
    CL100K(
            new Cl100kSplitter(3, false),
            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),

    /** Of GPT-4o and later, and of Llama 4. */
    O200K(
            new O200kSplitter(3, true),
            Regexes.SMALL_WORD
                    + Regexes.CONTRACTION
                    + "?|"
                    + Regexes.CAPITAL_WORD
                    + Regexes.CONTRACTION
                    + "?|\\p{N}{1,3}"
                    + Regexes.SYMBOLS_AND_SLASHES),

    /** Of Mistral Nemo and later ones of Mistral (Tekken). */
    TEKKEN(
            new O200kSplitter(1, false),
            Regexes.SMALL_WORD
                    + "|"
                    + Regexes.CAPITAL_WORD
                    + "|\\p{N}"
                    + Regexes.SYMBOLS_AND_SLASHES),

    /** Of Llama 3. */
    LLAMA3(
            new Cl100kSplitter(3, false),
            Regexes.CONTRACTION
                    + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

    /** Of Qwen 2 to 3: as {@link #LLAMA3}, every numeral a piece. */
    QWEN2(
            new Cl100kSplitter(1, false),
            Regexes.CONTRACTION
                    + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

    /** Of Qwen 3.5: as {@link #QWEN2}, with marks in words. */
    QWEN35(
            new Cl100kSplitter(1, true),
            Regexes.CONTRACTION
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

    /** Of StarCoder, SmolLM and Command R: every numeral alone, the rest as {@link #GPT2}. */
    STARCODER(new SingleDigitSplitter(), Regexes.NUMERAL, Regexes.GPT2),

    /** Of DeepSeek V3 and R1: numbers, then runs of Han and Kana, then words of what is left. */
    DEEPSEEK3(
            new DeepSeekSplitter(),
            "\\p{N}{1,3}",
            "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                    + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

    private final Splitter splitter;
    private final List<String> regexes;

    SplitPattern(Splitter splitter, String... regexes) {
        this.splitter = splitter;
        this.regexes = List.of(regexes);
    }

    /**
     * The pattern that writes exactly these regular expressions, as published, if this codec knows it.
     *
     * @param regexes each cuts the pieces of those before it; what it does not match is a piece too
     */
    public static Optional<SplitPattern> ofRegexes(List<String> regexes) {
        List<String> spelt = regexes.stream().map(Regexes::spelt).toList();
        return Arrays.stream(values()).filter(known -> known.regexes.equals(spelt)).findFirst();
    }

    /** The published regular expressions, for other programs' files; most patterns are one. */
    public List<String> regexes() {
        return regexes;
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

    /** What several patterns are made of, and spellings of the same. */
    static final class Regexes {

        static final String GPT2 =
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

        static final String NUMERAL = "\\p{N}";

        private static final String GPT2_IN_SHORT =
                "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

        private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

        private static final String SMALL_WORD =
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+";

        private static final String CAPITAL_WORD =
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*";

        private static final String SYMBOLS_AND_SLASHES =
                "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

        private Regexes() {}

        /** Some files have line breaks themselves in place of their escapes. */
        static String spelt(String regex) {
            return regex.equals(GPT2_IN_SHORT)
                    ? GPT2
                    : regex.replace("\r", "\\r").replace("\n", "\\n");
        }
    }
}
