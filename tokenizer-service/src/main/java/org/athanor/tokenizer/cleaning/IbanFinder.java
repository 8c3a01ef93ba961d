package org.athanor.tokenizer.cleaning;

import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;
import org.iban4j.CountryCode;
import org.iban4j.IbanUtil;

/** Finds international bank account numbers: two capitals, two digits, their checksum right. */
final class IbanFinder {

    /**
     * The account number that begins at {@code start}, in one piece or in groups with single spaces;
     * or null.
     */
    Span at(String text, int start) {
        CountryCode country = CountryCode.getByCode(text.substring(start, start + 2));
        if (country == null || !IbanUtil.isSupportedCountry(country)) {
            return null;
        }
        int length = IbanUtil.getIbanLength(country);
        StringBuilder iban = new StringBuilder(length);
        int at = start;
        while (at < text.length() && iban.length() < length) {
            char c = text.charAt(at);
            if (isCapitalOrDigit(c)) {
                iban.append(c);
            } else if (c != ' ' || text.charAt(at - 1) == ' ') {
                return null;
            }
            at++;
        }
        boolean ends = at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
        return iban.length() == length && ends && IbanUtil.isValid(iban.toString())
                ? new Span(Kind.IBAN, start, at)
                : null;
    }

    /** Whether two capitals before the digit at {@code digit} may begin an account number. */
    static boolean mayBeginBefore(String text, int digit) {
        return digit >= 2
                && isCapital(text.charAt(digit - 1))
                && isCapital(text.charAt(digit - 2))
                && (digit == 2 || !Character.isLetterOrDigit(text.charAt(digit - 3)));
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isCapitalOrDigit(char c) {
        return isCapital(c) || (c >= '0' && c <= '9');
    }
}
