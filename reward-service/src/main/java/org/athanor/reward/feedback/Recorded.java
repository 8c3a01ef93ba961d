package org.athanor.reward.feedback;

import java.util.UUID;

/**
 * What became of a {@link LabelledComparison}.
 *
 * @param judgementId null when there was none
 * @param comparisonIsNew false when it was there already
 * @param judgementIsNew false when it was there already, or when there was none
 */
record Recorded(
        UUID comparisonId, UUID judgementId, boolean comparisonIsNew, boolean judgementIsNew) {}
