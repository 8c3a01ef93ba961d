package org.athanor.tokenizer.cleaning;

/**
 * Removal of documents that repeat an earlier one, space apart.
 *
 * @param ignoreCase whether capitals and small letters are the same; not when absent
 */
public record ExactDuplicateParameters(Boolean ignoreCase) {

    public ExactDuplicateParameters {
        ignoreCase = ignoreCase != null && ignoreCase;
    }
}
