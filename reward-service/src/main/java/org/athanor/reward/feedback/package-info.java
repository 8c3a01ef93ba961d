/**
 * Human feedback: comparisons of two completions of one prompt, and the judgements that annotators
 * make on them. A judgement is counted exactly once under retries, because its id follows from the
 * annotator and the caller's idempotency key; a comparison's id follows from its content. Every
 * change leaves its event on {@code feedback.event.v1} in the same transaction.
 */
package org.athanor.reward.feedback;
