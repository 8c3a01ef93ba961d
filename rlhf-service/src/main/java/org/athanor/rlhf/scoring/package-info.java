/**
 * Scores over Kafka. A rollout's sequences leave as {@code ScoreRequested} through the outbox; the
 * {@code Scored} reply reaches whichever replica owns the partition, which stores it in the schema,
 * where the run's owner reads it. The rollout id is a digest of the run and of the sequences: after
 * a crash the same question has the same id, and a reply that was already there is used.
 */
package org.athanor.rlhf.scoring;
