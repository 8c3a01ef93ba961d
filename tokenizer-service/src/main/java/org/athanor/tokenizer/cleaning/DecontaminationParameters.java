package org.athanor.tokenizer.cleaning;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Removal of what a model will be tested on.
 *
 * @param sets names of evaluation sets of the service, see {@link CleaningConfig#evaluationSets}
 * @param words a run of so many words that a document shares with a set is an overlap; 13 when
 *     absent. A text of a set that is shorter, but not under 8 words, counts as a whole.
 * @param action what happens to a document with an overlap; removed when absent
 */
public record DecontaminationParameters(
        @NotEmpty @Size(max = 1000) List<String> sets,
        @Min(SHORTEST) @Max(50) Integer words,
        Action action) {

    /** Texts of fewer words are too common to tell anything. */
    static final int SHORTEST = 8;

    /** What happens to a document with an overlap. */
    public enum Action {
        @JsonProperty("remove")
        REMOVE,
        /**
         * The overlap goes, with 200 characters on both sides. A document of more than 10 overlaps,
         * or of which nothing of 200 characters is left, goes as a whole, and so does one that is no
         * plain text.
         */
        @JsonProperty("cut")
        CUT
    }

    public DecontaminationParameters {
        sets = sets == null ? List.of() : List.copyOf(sets);
        words = words == null ? 13 : words;
        action = action == null ? Action.REMOVE : action;
    }
}
