package org.athanor.tokenizer.cleaning;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;

/**
 * Puts tags in the place of e-mail addresses, phone, card and bank account numbers. One pass over
 * the characters: an @ sign and the first digit of a number are the only places where more is looked
 * at, and never more than the longest of its kind.
 */
final class PersonalData implements Step {

    private final Map<Kind, String> tags;
    private final EmailFinder emails = new EmailFinder();
    private final IbanFinder ibans = new IbanFinder();
    private final CardFinder cards = new CardFinder();
    private final PhoneFinder phones;

    PersonalData(PersonalDataParameters parameters) {
        this.tags =
                parameters.tags().isEmpty()
                        ? new EnumMap<>(Kind.class)
                        : new EnumMap<>(parameters.tags());
        this.phones = new PhoneFinder(parameters.phoneRegions());
    }

    @Override
    public String name() {
        return "personalData";
    }

    @Override
    public Verdict judge(Content content) {
        Map<String, Long> found = new TreeMap<>();
        List<String> texts = new ArrayList<>(content.texts().size());
        int first = -1;
        int before = 0;
        for (String text : content.texts()) {
            List<Span> spans = find(text);
            if (first < 0 && !spans.isEmpty()) {
                first = before + spans.getFirst().start();
            }
            spans.forEach(span -> found.merge(span.kind().plural(), 1L, Long::sum));
            String redacted = replace(text, spans);
            texts.add(redacted);
            before += redacted.length() + 1;
        }
        return first < 0 ? Verdict.KEPT : new Verdict.Changed(texts, found, first);
    }

    /** The text with tags. */
    String redact(String text) {
        return replace(text, find(text));
    }

    private String replace(String text, List<Span> spans) {
        if (spans.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (Span span : spans) {
            out.append(text, from, span.start()).append(tags.get(span.kind()));
            from = span.end();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** In their order; none overlaps another. */
    private List<Span> find(String text) {
        List<Span> spans = null;
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '@' && !NumberRun.isDigit(c)) {
                at++;
                continue;
            }
            NumberRun run = c == '@' ? null : NumberRun.from(text, at, done);
            Span span = run == null ? email(text, at, done) : number(text, at, run);
            if (span != null && span.start() >= done) {
                spans = spans == null ? new ArrayList<>() : spans;
                spans.add(span);
                done = span.end();
            }
            at = next(at, run, span);
        }
        return spans == null ? List.of() : spans;
    }

    private static int next(int at, NumberRun run, Span span) {
        if (span != null) {
            return Math.max(at + 1, span.end());
        }
        return run == null ? at + 1 : run.end();
    }

    private Span email(String text, int sign, int done) {
        return tags.containsKey(Kind.EMAIL) ? emails.around(text, sign, done) : null;
    }

    private Span number(String text, int digit, NumberRun run) {
        if (tags.containsKey(Kind.IBAN) && IbanFinder.mayBeginBefore(text, digit)) {
            Span iban = ibans.at(text, digit - 2);
            if (iban != null) {
                return iban;
            }
        }
        if (tags.containsKey(Kind.CARD)) {
            Span card = cards.in(text, run);
            if (card != null) {
                return card;
            }
        }
        return tags.containsKey(Kind.PHONE) ? phones.in(text, run) : null;
    }
}
