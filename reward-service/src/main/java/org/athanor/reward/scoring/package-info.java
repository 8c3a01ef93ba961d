/**
 * Scores of a reward model: by REST, and over Kafka as request and reply for rollouts. A batch is
 * scored whole and in the given order, so that asking again gives the same numbers.
 */
package org.athanor.reward.scoring;
