package org.athanor.tokenizer.cleaning;

import java.util.Map;

/**
 * The documents that one step found to repeat another: two bits a document. Of those that repeat one
 * of the corpus that is extended the reason says so.
 */
final class Repeats {

    private static final String OF_PARENT = "OfParent";

    private final String reason;
    private final long present;
    private final Marks all = new Marks();
    private final Marks ofPresent = new Marks();

    /**
     * @param reason in the report
     * @param present how many of the first documents are those of the corpus that is extended
     */
    Repeats(String reason, long present) {
        this.reason = reason;
        this.present = present;
    }

    Marks all() {
        return all;
    }

    void add(long number, long earlier) {
        all.add(number);
        if (earlier < present) {
            ofPresent.add(number);
        }
    }

    boolean contains(long number) {
        return all.contains(number);
    }

    /** Of a document that was found. */
    String reason(long number) {
        return ofPresent.contains(number) ? reason + OF_PARENT : reason;
    }

    Map<String, Long> found(long number) {
        return Map.of(reason(number), 1L);
    }
}
