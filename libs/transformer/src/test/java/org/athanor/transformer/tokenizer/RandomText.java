package org.athanor.transformer.tokenizer;

import java.util.Random;

/** Strings that hit what encoders get wrong. */
final class RandomText {

    private static final String[] WORDS = {
        "the",
        "The",
        "THE",
        "don't",
        "WE'LL",
        "it'ſ",
        " straße",
        " İstanbul",
        "naïve",
        "e\u0301",
        "中文字",
        "こんにちは",
        "한국어",
        "हिन्दी",
        "العربية",
        "🦙",
        "👩‍👩‍👧",
        "€",
        "½",
        "Ⅷ",
        "٣",
        "123",
        "4567",
        "<|endoftext|>",
        "<|",
        "|>",
        "\r\n",
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "    ",
        "\u00a0",
        "\u3000",
        "\u0085",
        "\u2028",
        "/",
        "//",
        "...",
        "!?",
        "'",
        "''",
        "\"",
        "_",
        "-",
        "----",
        "{}",
        "();",
        "http://a.b/c?d=e",
        "aaaaaaaa",
        "ǅ",
        "ʰ",
        "\u20dd",
        "\u0000",
        "\u200b",
        "\ufeff",
        "\uffff"
    };

    private RandomText() {}

    /** Words, spaces and code points from all of Unicode, surrogates aside. */
    static String of(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.appendCodePoint(codePoint(random, Character.MAX_CODE_POINT));
                case 1 -> text.appendCodePoint(codePoint(random, 0x3000));
                case 2 -> text.append(' ');
                case 3 -> text.append((char) (' ' + random.nextInt(95)));
                default -> text.append(WORDS[random.nextInt(WORDS.length)]);
            }
        }
        return text.toString();
    }

    /** Any code point up to {@code last}. */
    static int codePoint(Random random, int last) {
        int codePoint = random.nextInt(last + 1);
        boolean surrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate ? 'q' : codePoint;
    }
}
