package org.athanor.kit.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IncomingChannelTest {

    @Test
    void shouldReadTheConsumerFromTheDeadLetterTopic() {
        // When
        IncomingChannel channel =
                IncomingChannel.of(
                        "reward.score-requested.v1",
                        "reward.score-requested.v1.reward-scoring.dlq");

        // Then
        assertEquals("reward-scoring", channel.consumer());
    }

    @Test
    void shouldRefuseADeadLetterTopicThatBreaksTheRule() {
        // When
        IllegalArgumentException failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> IncomingChannel.of("a.v1", "dead-letter-topic-a"));

        // Then
        assertTrue(failure.getMessage().contains("a.v1.<consumer>.dlq"), failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> IncomingChannel.of("a.v1", "a.v1.dlq"));
    }
}
