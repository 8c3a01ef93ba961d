/**
 * Feedback frozen as an artifact: the judgements that counted at one instant, as JSON lines in an
 * order that depends on nothing but their content. The same feedback gives the same artifact id, and
 * a reward model's lineage leads to exactly the labels that it learnt from.
 */
package org.athanor.reward.snapshot;
