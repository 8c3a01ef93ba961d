package org.athanor.reward.feedback;

import java.util.UUID;

/**
 * Which comparisons to list.
 *
 * @param source only of this source, or null
 * @param judged only with (true) or without (false) a judgement that counts, or null
 * @param after only those after this id, or null
 * @param limit at most so many
 */
record ComparisonFilter(String source, Boolean judged, UUID after, int limit) {}
