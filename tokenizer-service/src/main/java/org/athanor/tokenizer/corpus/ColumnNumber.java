package org.athanor.tokenizer.corpus;

/** A column that is called by its number. */
final class ColumnNumber {

    private static final int MOST_DIGITS = 5;

    private ColumnNumber() {}

    /** The number from 0, or -1 when the text is none. */
    static int of(String column) {
        boolean digits =
                !column.isEmpty()
                        && column.length() <= MOST_DIGITS
                        && column.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(column) : -1;
    }
}
