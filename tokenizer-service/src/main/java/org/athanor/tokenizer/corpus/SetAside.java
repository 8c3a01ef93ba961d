package org.athanor.tokenizer.corpus;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the documents that were set aside and remembers the first of them. One thread. */
final class SetAside {

    /** Why. */
    enum Reason {
        INVALID_UTF8("invalidUtf8"),
        BINARY("binary"),
        MALFORMED("malformed"),
        TOO_LONG("tooLong");

        private final String label;

        Reason(String label) {
            this.label = label;
        }
    }

    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private String first;

    void add(RawDocument document, UnusableDocumentException why) {
        counts.merge(why.reason(), 1L, Long::sum);
        if (first == null) {
            first = document.at() + " " + why.getMessage();
        }
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first one's place and trouble, or null when there was none. */
    String first() {
        return first;
    }

    /** Counts by reason, for a run's figures. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new TreeMap<>();
        counts.forEach((reason, count) -> figures.put(reason.label, count));
        return figures;
    }
}
