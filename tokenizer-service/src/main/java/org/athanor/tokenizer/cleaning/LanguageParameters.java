package org.athanor.tokenizer.cleaning;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/**
 * Which languages are kept.
 *
 * @param languages codes of ISO 639-1, or of ISO 639-3 where that has none
 * @param confidence how much likelier the language must be than the next one: p1 / (p1 + p2), from
 *     0.5 (any) to 1; 0.6 when absent
 * @param characters looked at, in the middle of a longer document; 200 when absent
 */
public record LanguageParameters(
        @NotEmpty List<String> languages,
        @DecimalMin("0.5") @DecimalMax("1") Double confidence,
        @Min(20) @Max(100_000) Integer characters) {

    public LanguageParameters {
        languages = languages == null ? List.of() : List.copyOf(languages);
        confidence = confidence == null ? 0.6 : confidence;
        characters = characters == null ? 200 : characters;
    }
}
