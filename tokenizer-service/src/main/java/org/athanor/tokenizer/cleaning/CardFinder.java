package org.athanor.tokenizer.cleaning;

import org.apache.commons.validator.routines.CreditCardValidator;
import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;

/**
 * Finds card numbers: 13 to 19 digits in one piece, or in groups of 3 to 7 with single spaces or
 * hyphens, with the prefix and the length of an issuer and the right check digit (Luhn).
 */
final class CardFinder {

    private static final int FEWEST_DIGITS = 13;
    private static final int MOST_DIGITS = 19;
    private static final int SHORTEST_GROUP = 3;

    private final CreditCardValidator validator =
            new CreditCardValidator(
                    CreditCardValidator.AMEX
                            + CreditCardValidator.VISA
                            + CreditCardValidator.MASTERCARD
                            + CreditCardValidator.DISCOVER
                            + CreditCardValidator.DINERS
                            + CreditCardValidator.VPAY);

    /** The first card number of the run, or null. */
    Span in(String text, NumberRun run) {
        if (run.digits() < FEWEST_DIGITS) {
            return null;
        }
        for (int at = run.start(); at < run.end(); at++) {
            boolean groupStarts =
                    NumberRun.isDigit(text.charAt(at))
                            && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
            Span card = groupStarts ? from(text, at, run.end()) : null;
            if (card != null) {
                return card;
            }
        }
        return null;
    }

    private Span from(String text, int start, int limit) {
        StringBuilder digits = new StringBuilder(MOST_DIGITS);
        int group = 0;
        for (int at = start; at < limit && digits.length() <= MOST_DIGITS; at++) {
            char c = text.charAt(at);
            if (NumberRun.isDigit(c)) {
                digits.append(c);
                group++;
                boolean groupEnds = at + 1 == limit || !NumberRun.isDigit(text.charAt(at + 1));
                if (groupEnds && group < SHORTEST_GROUP) {
                    return null;
                }
                if (groupEnds && isCard(digits) && !isLetterAt(text, at + 1)) {
                    return new Span(Kind.CARD, start, at + 1);
                }
            } else if ((c == ' ' || c == '-') && group > 0) {
                group = 0;
            } else {
                return null;
            }
        }
        return null;
    }

    private boolean isCard(StringBuilder digits) {
        return digits.length() >= FEWEST_DIGITS
                && digits.length() <= MOST_DIGITS
                && validator.isValid(digits.toString());
    }

    private static boolean isLetterAt(String text, int at) {
        return at < text.length() && Character.isLetter(text.charAt(at));
    }
}
