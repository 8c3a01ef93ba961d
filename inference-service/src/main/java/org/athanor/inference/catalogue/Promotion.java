package org.athanor.inference.catalogue;

import java.time.Instant;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A change of a name.
 *
 * @param id the caller's idempotency key, or one drawn here
 * @param model what was asked for, or null
 * @param share what was asked for, or null
 * @param state what it left behind
 */
record Promotion(
        UUID id,
        PromotionAction action,
        ArtifactId model,
        Double share,
        NamedModel state,
        Instant at) {}
