package org.athanor.tokenizer.cleaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes a stretch of documents through the steps that judge each by itself. Any thread. */
final class Judge<D> {

    /** The reason of a document of which a step left nothing. */
    private static final String BLANK = "blank";

    private final List<Step> steps;
    private final DocumentView<D> view;
    private final Sampler sampler;

    Judge(List<Step> steps, DocumentView<D> view, Sampler sampler) {
        this.steps = steps;
        this.view = view;
        this.sampler = sampler;
    }

    /**
     * A document that stays.
     *
     * @param content its texts as they are now, with what the steps found out about them
     * @param bytes of them, in UTF-8
     */
    record Kept<D>(D document, Content content, long bytes) {}

    /**
     * What became of a stretch.
     *
     * @param kept in their order
     * @param reports one a step
     * @param bytesIn of the texts of all documents, in UTF-8
     */
    record Judged<D>(List<Kept<D>> kept, List<StepReport> reports, long bytesIn) {}

    Judged<D> on(List<D> documents) {
        List<StepReport> reports = emptyReports();
        List<Kept<D>> kept = new ArrayList<>(documents.size());
        long bytesIn = 0;
        for (D document : documents) {
            Content content = new Content(view.texts(document));
            long bytes = Utf8.bytes(content.texts());
            bytesIn += bytes;
            Kept<D> cleaned = clean(new Kept<>(document, content, bytes), reports);
            if (cleaned != null) {
                kept.add(cleaned);
            }
        }
        return new Judged<>(kept, reports, bytesIn);
    }

    List<StepReport> emptyReports() {
        return new ArrayList<>(steps.stream().map(step -> new StepReport(step.name())).toList());
    }

    /** The document after all steps, or null when one removed it. */
    private Kept<D> clean(Kept<D> document, List<StepReport> reports) {
        Kept<D> now = document;
        for (int i = 0; i < steps.size(); i++) {
            StepReport report = reports.get(i);
            switch (steps.get(i).judge(now.content())) {
                case Verdict.Kept kept -> report.kept(now.bytes(), kept.found());
                case Verdict.Removed removed -> {
                    report.removed(now.bytes(), removed.found());
                    sampler.sample(now.document(), view, removed.reason(), removed.at(), report);
                    return null;
                }
                case Verdict.Changed changed -> {
                    D other = view.withTexts(now.document(), changed.texts());
                    if (view.isBlank(other)) {
                        report.removed(now.bytes(), withBlank(changed.found()));
                        sampler.sample(other, view, BLANK, 0, report);
                        return null;
                    }
                    long after = Utf8.bytes(changed.texts());
                    report.changed(now.bytes(), after, changed.found());
                    for (String reason : changed.found().keySet()) {
                        sampler.sample(other, view, reason, changed.at(), report);
                    }
                    now = new Kept<>(other, new Content(changed.texts()), after);
                }
            }
        }
        return now;
    }

    private static Map<String, Long> withBlank(Map<String, Long> found) {
        Map<String, Long> all = new TreeMap<>(found);
        all.put(BLANK, 1L);
        return all;
    }
}
