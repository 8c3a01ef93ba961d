package org.athanor.tokenizer.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What a tokenizer is trained on.
 *
 * @param corpus a corpus artifact
 * @param vocabularySize ids, the special tokens and the 256 bytes among them
 */
public record TokenizerParameters(
        @NotNull ArtifactId corpus, @NotNull @Min(261) @Max(262_144) Integer vocabularySize) {}
