/**
 * Human feedback and reward models: comparisons and judgements in PostgreSQL, reward models trained
 * from them, scores by REST and over Kafka.
 */
package org.athanor.reward;
