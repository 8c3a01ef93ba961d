package org.athanor.tokenizer.cleaning;

/**
 * Repair of what went wrong with a text's encoding.
 *
 * @param nfc whether the text is also brought into Unicode's normal form C; not when absent
 */
public record RepairParameters(Boolean nfc) {

    public RepairParameters {
        nfc = nfc != null && nfc;
    }
}
