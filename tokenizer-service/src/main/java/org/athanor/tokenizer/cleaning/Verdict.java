package org.athanor.tokenizer.cleaning;

import java.util.List;
import java.util.Map;

/** What a step makes of a document. */
sealed interface Verdict {

    /** Nothing to do. */
    Verdict KEPT = new Kept(Map.of());

    /** What was found, by its name, to be added to the step's counts. */
    Map<String, Long> found();

    /** The document stays as it is. */
    record Kept(Map<String, Long> found) implements Verdict {}

    /**
     * The document stays with other texts.
     *
     * @param at where in them, joined, the first change is
     */
    record Changed(List<String> texts, Map<String, Long> found, int at) implements Verdict {}

    /**
     * The document goes.
     *
     * @param reason one of few, to count by
     * @param at where in the document's joined texts the reason begins
     */
    record Removed(String reason, int at) implements Verdict {
        @Override
        public Map<String, Long> found() {
            return Map.of(reason, 1L);
        }
    }
}
