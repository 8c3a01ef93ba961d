package org.athanor.tokenizer.cleaning;

import jakarta.validation.Valid;

/**
 * What happens to documents before they become a corpus, in this order. A step that is absent is
 * left out; an empty object is the step with its defaults.
 *
 * @param repair of the encoding
 * @param language filter
 * @param quality rules of length and repetition
 * @param decontamination against evaluation sets: before redaction, which changes texts
 * @param personalData redaction: before anything is compared or written to disk
 * @param exactDuplicates removed, the first stays
 * @param nearDuplicates removed, the first stays
 */
public record CleaningParameters(
        @Valid RepairParameters repair,
        @Valid LanguageParameters language,
        @Valid QualityParameters quality,
        @Valid DecontaminationParameters decontamination,
        @Valid PersonalDataParameters personalData,
        @Valid ExactDuplicateParameters exactDuplicates,
        @Valid NearDuplicateParameters nearDuplicates) {

    /** Whether documents are compared with each other. */
    public boolean compares() {
        return exactDuplicates != null || nearDuplicates != null;
    }
}
