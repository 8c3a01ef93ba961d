package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.athanor.kit.problem.AthanorException;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {

    private static final SortedMap<Integer, Long> FIRST = new TreeMap<>(Map.of(0, 5L, 1, 0L));
    private static final SortedMap<Integer, Long> END = new TreeMap<>(Map.of(0, 10L, 1, 3L));

    @Test
    void shouldReadEverythingThatThereIsWhenNothingIsSaid() {
        // When
        TopicRange range = range(null, null);

        // Then
        assertEquals(FIRST, range.from());
        assertEquals(END, range.to());
        assertEquals(
                Map.of(
                        "topic",
                        "t",
                        "from",
                        Map.of("0", 5L, "1", 0L),
                        "to",
                        Map.of("0", 10L, "1", 3L)),
                range.asSource());
    }

    @Test
    void shouldReadOnlyThePartitionsThatAnEndIsGivenFor() {
        // When
        TopicRange range = range(Map.of(1, 2L), Map.of(1, 3L));

        // Then
        assertEquals(Map.of(1, 2L), range.from());
        assertEquals(Map.of(1, 3L), range.to());
    }

    @Test
    void shouldRefuseOffsetsThatThePartitionsDoNotHold() {
        refused(
                Map.of(0, 4L),
                null,
                "partition 0 of the topic t begins at offset 5: those from 4 on are gone");
        refused(null, Map.of(1, 4L), "partition 1 of the topic t ends at offset 3, before 4");
        refused(null, Map.of(2, 1L), "partition 2 of the topic t is not there");
        refused(
                Map.of(0, 9L),
                Map.of(0, 8L),
                "partition 0 of the topic t has no offsets from 9 to 8");
        refused(
                Map.of(0, 6L),
                Map.of(1, 3L),
                "partition 0 of the topic t is in 'from' and not in the topic or in 'to'");
    }

    private static void refused(Map<Integer, Long> from, Map<Integer, Long> to, String why) {
        assertEquals(why, assertThrows(AthanorException.class, () -> range(from, to)).getMessage());
    }

    private static TopicRange range(Map<Integer, Long> from, Map<Integer, Long> to) {
        return KafkaTopics.range(new KafkaSource("t", from, to), FIRST, END);
    }
}
