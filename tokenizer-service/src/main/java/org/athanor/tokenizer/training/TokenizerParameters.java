package org.athanor.tokenizer.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.transformer.tokenizer.NormalForm;
import org.athanor.transformer.tokenizer.SplitPattern;

/**
 * What a tokenizer is trained on, and how.
 *
 * @param corpus a corpus artifact
 * @param vocabularySize ids, the special tokens and the 256 bytes among them
 * @param pattern how text is cut into the pieces that merges never cross
 * @param normalForm what is done to text before it is cut, here and when the tokenizer encodes
 * @param minimumCount how often a pair must occur in the corpus to become a token
 * @param maximumTokenBytes no longer token is made
 */
public record TokenizerParameters(
        @NotNull ArtifactId corpus,
        @NotNull @Min(261) @Max(262_144) Integer vocabularySize,
        Pattern pattern,
        Normal normalForm,
        @Min(1) @Max(Integer.MAX_VALUE) Long minimumCount,
        @Min(2) @Max(65_536) Integer maximumTokenBytes) {

    /** A line of dashes may be a token, a megabyte of them may not. */
    private static final int MAXIMUM_TOKEN_BYTES = 256;

    private static final long MINIMUM_COUNT = 2;

    /** The split patterns by the names people know them by. */
    public enum Pattern {
        @JsonProperty("gpt2")
        GPT2(SplitPattern.GPT2),
        @JsonProperty("cl100k")
        CL100K(SplitPattern.CL100K),
        @JsonProperty("o200k")
        O200K(SplitPattern.O200K),
        @JsonProperty("llama3")
        LLAMA3(SplitPattern.LLAMA3),
        @JsonProperty("qwen2")
        QWEN2(SplitPattern.QWEN2);

        private final SplitPattern split;

        Pattern(SplitPattern split) {
            this.split = split;
        }

        SplitPattern split() {
            return split;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The normal forms that a tokenizer may be trained with. */
    public enum Normal {
        @JsonProperty("none")
        NONE(NormalForm.NONE),
        @JsonProperty("nfc")
        NFC(NormalForm.NFC),
        @JsonProperty("nfkc")
        NFKC(NormalForm.NFKC);

        private final NormalForm form;

        Normal(NormalForm form) {
            this.form = form;
        }

        NormalForm form() {
            return form;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TokenizerParameters {
        pattern = pattern == null ? Pattern.GPT2 : pattern;
        normalForm = normalForm == null ? Normal.NONE : normalForm;
        minimumCount = minimumCount == null ? Long.valueOf(MINIMUM_COUNT) : minimumCount;
        maximumTokenBytes = maximumTokenBytes == null ? MAXIMUM_TOKEN_BYTES : maximumTokenBytes;
    }

    /** What the artifact's manifest says of them. */
    Map<String, Object> configuration() {
        return new TreeMap<>(
                Map.of(
                        "vocabularySize",
                        vocabularySize,
                        "pattern",
                        pattern.label(),
                        "normalForm",
                        normalForm.label(),
                        "minimumCount",
                        minimumCount,
                        "maximumTokenBytes",
                        maximumTokenBytes));
    }
}
