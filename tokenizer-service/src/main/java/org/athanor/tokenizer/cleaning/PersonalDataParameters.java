package org.athanor.tokenizer.cleaning;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Redaction of personal data.
 *
 * @param tags what stands in the place of each kind; a kind that is not named stays, and all four
 *     are redacted when the map is absent: {@code <EMAIL>}, {@code <PHONE>}, {@code <CARD>}, {@code
 *     <IBAN>}
 * @param phoneRegions countries, such as {@code US}, whose national numbers are looked for too; when
 *     absent only numbers that begin with + are
 */
public record PersonalDataParameters(
        Map<Kind, @NotNull @Size(max = 100) String> tags,
        @Size(max = 10) List<String> phoneRegions) {

    /** What is redacted. */
    public enum Kind {
        @JsonProperty("email")
        EMAIL("emails"),
        @JsonProperty("phone")
        PHONE("phones"),
        @JsonProperty("card")
        CARD("cards"),
        @JsonProperty("iban")
        IBAN("ibans");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** As the report counts them. */
        String plural() {
            return plural;
        }
    }

    public PersonalDataParameters {
        tags = tags == null ? everything() : Map.copyOf(tags);
        phoneRegions = phoneRegions == null ? List.of() : List.copyOf(phoneRegions);
    }

    private static Map<Kind, String> everything() {
        Map<Kind, String> tags = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            tags.put(kind, "<" + kind.name() + ">");
        }
        return Map.copyOf(tags);
    }
}
