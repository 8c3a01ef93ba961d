package org.athanor.pretrain.merging;

import jakarta.validation.constraints.NotNull;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What a merge is told.
 *
 * @param adapter an adapter artifact; it names its base model
 */
public record MergeParameters(@NotNull ArtifactId adapter) {}
