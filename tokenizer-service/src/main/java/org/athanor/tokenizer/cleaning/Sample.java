package org.athanor.tokenizer.cleaning;

/**
 * One document that a step removed or changed, for the report.
 *
 * @param reason why
 * @param of the earlier document that it repeats, or null
 * @param text 200 characters of it
 */
record Sample(String reason, Place place, Place of, String text) {

    private static final int CHARACTERS = 200;
    private static final int BEFORE = 60;

    /**
     * A document's place.
     *
     * @param source its name
     * @param offset in the source
     */
    record Place(String source, long offset) {}

    /** The part of a text around {@code at}; its beginning when that is near. */
    static String excerpt(String text, int at) {
        int start = at + BEFORE < CHARACTERS ? 0 : at - BEFORE;
        int end = Math.min(text.length(), start + CHARACTERS);
        if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
            start--;
        }
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
