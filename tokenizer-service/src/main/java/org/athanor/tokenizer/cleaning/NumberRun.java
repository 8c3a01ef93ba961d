package org.athanor.tokenizer.cleaning;

/**
 * Digits that stand together: groups of digits with one or two signs between them that occur in
 * numbers of phones and cards. Begins at a group, or at the + or the bracket before it.
 *
 * @param start index of the first character
 * @param end index after the last digit
 * @param digits how many there are
 * @param plus whether it begins with +
 */
record NumberRun(int start, int end, int digits, boolean plus) {

    private static final String SEPARATORS = " -.()/\u00A0\u2011\u2013";
    private static final int MOST_SEPARATORS = 2;

    /** The run whose first digit is at {@code digit}; nothing before {@code done} belongs to it. */
    static NumberRun from(String text, int digit, int done) {
        int end = digit;
        int digits = 0;
        int separators = 0;
        for (int at = digit; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                digits++;
                separators = 0;
                end = at + 1;
            } else if (SEPARATORS.indexOf(c) < 0 || ++separators > MOST_SEPARATORS) {
                break;
            }
        }
        int start = digit;
        if (start > done && text.charAt(start - 1) == '(') {
            start--;
        }
        boolean plus = start > done && text.charAt(start - 1) == '+';
        return new NumberRun(plus ? start - 1 : start, end, digits, plus);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
