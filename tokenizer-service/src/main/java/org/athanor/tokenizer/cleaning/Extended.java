package org.athanor.tokenizer.cleaning;

import java.nio.file.Path;
import java.util.List;

/**
 * The corpus that cleaned documents are added to. Its documents stay as they are; those that are
 * added are compared with them.
 *
 * @param parts what it holds, in its order; none for a corpus of its own
 * @param added a new file for what the documents that are handed on are compared by, so that a corpus
 *     that extends this one need not work it out again; null when nobody wants it
 */
public record Extended(List<Part> parts, Path added) {

    /**
     * Some of its documents.
     *
     * @param lines as {@link DocumentView#write} writes them, one a line
     * @param fingerprints what they are compared by, or null when no file has it
     * @param computed a new file for the fingerprints when they have to be made, or null
     */
    public record Part(Path lines, Path fingerprints, Path computed) {}

    public Extended {
        parts = List.copyOf(parts);
    }

    /** Nothing is extended and nothing kept for later. */
    public static Extended nothing() {
        return new Extended(List.of(), null);
    }
}
