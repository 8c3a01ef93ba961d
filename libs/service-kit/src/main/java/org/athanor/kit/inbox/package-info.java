/**
 * Idempotent consumers. A service declares one in three steps.
 *
 * <p>1. The channel, in application.properties (a name without dashes; the consumer is the Kafka
 * group and part of the dead-letter topic, which the kit creates):
 *
 * <pre>
 * mp.messaging.incoming.scoreRequests.topic=reward.score-requested.v1
 * mp.messaging.incoming.scoreRequests.group.id=reward-scoring
 * mp.messaging.incoming.scoreRequests.dead-letter-queue.topic=reward.score-requested.v1.reward-scoring.dlq
 * mp.messaging.incoming.scoreRequests.connector=smallrye-kafka
 * mp.messaging.incoming.scoreRequests.value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer
 * mp.messaging.incoming.scoreRequests.failure-strategy=dead-letter-queue
 * </pre>
 *
 * <p>2. The consumer; values are bytes, so that a bad payload never stalls the channel:
 *
 * <pre>
 * &#64;Incoming("scoreRequests")
 * &#64;Blocking
 * void consume(ConsumerRecord&lt;String, byte[]&gt; record) {
 *     inbox.accept("reward-scoring", record, ScoreRequested.class, this::score);
 * }
 * </pre>
 *
 * <p>3. Nothing else: a {@link org.athanor.kit.inbox.PoisonRecordException} that passes through sends
 * the record to the dead-letter topic with its reason in the header {@code dead-letter-reason}.
 */
package org.athanor.kit.inbox;
