package org.athanor.transformer.tokenizer;

/**
 * What may stand beside an added token, as Hugging Face's library asks: {@code \w} and {@code \s} of
 * Rust's regular expressions (UTS #18, annex C).
 */
final class Surroundings {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Surroundings() {}

    /** Whether it is part of a word. */
    static boolean isWord(int point) {
        return point >= 0
                && (Character.isAlphabetic(point)
                        || point == ZERO_WIDTH_NON_JOINER
                        || point == ZERO_WIDTH_JOINER
                        || switch (Character.getType(point)) {
                            case Character.NON_SPACING_MARK,
                                    Character.ENCLOSING_MARK,
                                    Character.COMBINING_SPACING_MARK,
                                    Character.DECIMAL_DIGIT_NUMBER,
                                    Character.CONNECTOR_PUNCTUATION ->
                                    true;
                            default -> false;
                        });
    }

    static boolean isWhite(int point) {
        return (CharacterClass.of(point) & CharacterClass.WHITESPACE) != 0;
    }
}
