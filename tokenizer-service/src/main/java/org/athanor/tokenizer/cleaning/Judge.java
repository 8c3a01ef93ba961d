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
     * What became of a stretch.
     *
     * @param kept in their order
     * @param reports one a step
     */
    record Judged<D>(List<D> kept, List<StepReport> reports) {}

    Judged<D> on(List<D> documents) {
        List<StepReport> reports = emptyReports();
        List<D> kept = new ArrayList<>(documents.size());
        for (D document : documents) {
            D cleaned = clean(document, reports);
            if (cleaned != null) {
                kept.add(cleaned);
            }
        }
        return new Judged<>(kept, reports);
    }

    List<StepReport> emptyReports() {
        return new ArrayList<>(steps.stream().map(step -> new StepReport(step.name())).toList());
    }

    /** The document after all steps, or null when one removed it. */
    private D clean(D document, List<StepReport> reports) {
        D now = document;
        Content content = new Content(view.texts(document));
        long bytes = Utf8.bytes(content.texts());
        for (int i = 0; i < steps.size(); i++) {
            StepReport report = reports.get(i);
            switch (steps.get(i).judge(content)) {
                case Verdict.Kept kept -> report.kept(bytes, kept.found());
                case Verdict.Removed removed -> {
                    report.removed(bytes, removed.found());
                    sampler.sample(now, view, removed.reason(), removed.at(), report);
                    return null;
                }
                case Verdict.Changed changed -> {
                    now = view.withTexts(now, changed.texts());
                    if (view.isBlank(now)) {
                        report.removed(bytes, withBlank(changed.found()));
                        sampler.sample(now, view, BLANK, 0, report);
                        return null;
                    }
                    content = new Content(changed.texts());
                    long after = Utf8.bytes(changed.texts());
                    report.changed(bytes, after, changed.found());
                    for (String reason : changed.found().keySet()) {
                        sampler.sample(now, view, reason, changed.at(), report);
                    }
                    bytes = after;
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
