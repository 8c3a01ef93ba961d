package org.athanor.tokenizer.cleaning;

import org.apache.commons.validator.routines.EmailValidator;
import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;

/** Finds the address around an @ sign: what is looked at is no longer than an address may be. */
final class EmailFinder {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final String LOCAL_SIGNS = "._%+-'&=/~";

    private final EmailValidator validator = EmailValidator.getInstance();

    /** @param done end of what was redacted before: the address begins after it */
    Span around(String text, int sign, int done) {
        int end = domainEnd(text, sign);
        if (text.indexOf('.', sign) < 0 || text.indexOf('.', sign) >= end) {
            return null;
        }
        int start = localStart(text, sign, done);
        while (start < sign) {
            if (validator.isValid(text.substring(start, end))) {
                return new Span(Kind.EMAIL, start, end);
            }
            // A sign that begins no address may stand before one: ('a@b.org), /a@b.org, =a@b.org
            if (Character.isLetterOrDigit(text.charAt(start))) {
                return null;
            }
            start++;
        }
        return null;
    }

    private static int domainEnd(String text, int sign) {
        int most = Math.min(text.length(), sign + 1 + LONGEST_DOMAIN);
        int end = sign + 1;
        while (end < most && isDomain(text.charAt(end))) {
            end++;
        }
        while (end > sign + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static int localStart(String text, int sign, int done) {
        int least = Math.max(done, sign - LONGEST_LOCAL_PART);
        int start = sign;
        while (start > least && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < sign && isMark(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static boolean isDomain(char c) {
        return c == '.' || c == '-' || isAsciiLetterOrDigit(c);
    }

    private static boolean isLocal(char c) {
        return isAsciiLetterOrDigit(c) || LOCAL_SIGNS.indexOf(c) >= 0;
    }

    /** A sign that stands around addresses more often than in front of them. */
    private static boolean isMark(char c) {
        return c == '\'' || c == '.' || c == '/' || c == '=' || c == '&' || c == '-' || c == '~';
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
