package org.athanor.tokenizer.cleaning;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.Iterator;
import java.util.List;
import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;

/**
 * Finds phone numbers that libphonenumber says are valid. National ones need a region, and a sign
 * between their groups: a bare block of digits is more often the number of something else.
 */
final class PhoneFinder {

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 17;

    /** What a number in a longer run is looked for in: the longest number, generously grouped. */
    private static final int WINDOW = 40;

    private static final String JOINTS = "-\u2010\u2011\u2013\u00AD/._#";

    private static final String NO_REGION = "ZZ";

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final List<String> regions;

    PhoneFinder(List<String> regions) {
        this.regions = regions;
    }

    /** The regions that can be asked for. */
    static boolean isKnown(String region) {
        return PhoneNumberUtil.getInstance().getSupportedRegions().contains(region);
    }

    /** The first phone number of the run, or null. */
    Span in(String text, NumberRun run) {
        if (run.digits() < FEWEST_DIGITS) {
            return null;
        }
        if (run.plus()) {
            return find(text, run.start(), Math.min(run.end(), run.start() + WINDOW), NO_REGION);
        }
        if (run.digits() > MOST_DIGITS || run.end() - run.start() > WINDOW) {
            // A row of figures, as in a table.
            return null;
        }
        if (run.end() - run.start() == run.digits() || isContinued(text, run.start())) {
            return null;
        }
        for (String region : regions) {
            Span found = find(text, run.start(), run.end(), region);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Whether what stands before is joined to the run, as in the file number C5-0122/2003. */
    private static boolean isContinued(String text, int start) {
        return start > 0
                && (JOINTS.indexOf(text.charAt(start - 1)) >= 0
                        || Character.isLetterOrDigit(text.charAt(start - 1)));
    }

    private Span find(String text, int start, int end, String region) {
        // With what stands around it: digits glued to letters are no phone number.
        int from = Math.max(0, start - 1);
        int to = Math.min(text.length(), end + 1);
        Iterator<PhoneNumberMatch> matches =
                numbers.findNumbers(text.substring(from, to), region, Leniency.VALID, 4).iterator();
        if (!matches.hasNext()) {
            return null;
        }
        PhoneNumberMatch match = matches.next();
        return new Span(Kind.PHONE, from + match.start(), from + match.end());
    }
}
