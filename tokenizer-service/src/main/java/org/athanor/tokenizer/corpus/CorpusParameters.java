package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.tokenizer.cleaning.CleaningParameters;

/**
 * What a corpus is made from.
 *
 * @param name for people
 * @param sources read in this order
 * @param language ISO 639-1: only documents that {@link Languages} takes for it are kept
 * @param skip documents left out at the beginning, counted as they lie in the sources, before any
 *     is filtered or set aside; so two runs with complementary skip and limit share no document
 * @param limit documents read after these, counted the same way; null for all
 * @param invalidDocuments what happens when a document cannot be used; by default it is skipped
 * @param damagedSources what happens when a source cannot be read to its end, because it is cut off,
 *     corrupt or too large; by default the run fails, and with {@code skip} what was read before the
 *     damage stays
 * @param parent a corpus that these sources' documents are added to: its documents come first,
 *     unchanged; null for a corpus of its own
 * @param cleaning what is done with the documents before they are written; null for nothing
 */
public record CorpusParameters(
        @NotBlank @Size(max = 200) String name,
        @NotEmpty @Size(max = 1000) List<@Valid Source> sources,
        String language,
        @PositiveOrZero Long skip,
        @Positive Long limit,
        Policy invalidDocuments,
        Policy damagedSources,
        @JsonProperty("extends") ArtifactId parent,
        @Valid CleaningParameters cleaning) {

    /** What happens to what cannot be used. */
    public enum Policy {
        /** It is set aside and counted. */
        @JsonProperty("skip")
        SKIP,
        /** The run fails and says where it is. */
        @JsonProperty("fail")
        FAIL
    }

    public CorpusParameters {
        sources = sources == null ? List.of() : List.copyOf(sources);
        skip = skip == null ? 0L : skip;
        invalidDocuments = invalidDocuments == null ? Policy.SKIP : invalidDocuments;
        damagedSources = damagedSources == null ? Policy.FAIL : damagedSources;
    }

    long end() {
        return limit == null ? Long.MAX_VALUE : Math.addExact(skip, limit);
    }
}
