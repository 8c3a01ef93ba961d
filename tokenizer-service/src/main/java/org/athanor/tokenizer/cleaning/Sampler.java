package org.athanor.tokenizer.cleaning;

/** Takes samples for reports; without personal data, where that is redacted. Any thread. */
final class Sampler {

    private final PersonalData redaction;

    /** @param redaction of the corpus, or null when it has none */
    Sampler(PersonalData redaction) {
        this.redaction = redaction;
    }

    <D> void sample(D document, DocumentView<D> view, String reason, int at, StepReport report) {
        sample(document, null, view, reason, at, report);
    }

    /** @param of the document that it repeats, or null */
    <D> void sample(
            D document, D of, DocumentView<D> view, String reason, int at, StepReport report) {
        if (report.wants(reason)) {
            String text = Sample.excerpt(new Content(view.texts(document)).joined(), at);
            report.add(
                    new Sample(
                            reason,
                            place(document, view),
                            of == null ? null : place(of, view),
                            redaction == null ? text : redaction.redact(text)));
        }
    }

    private static <D> Sample.Place place(D document, DocumentView<D> view) {
        return new Sample.Place(view.source(document), view.offset(document));
    }
}
