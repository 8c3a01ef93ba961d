package org.athanor.tokenizer.corpus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is read of a topic.
 *
 * @param from the first offset, by partition
 * @param to the offset after the last one, of the same partitions
 */
record TopicRange(String topic, SortedMap<Integer, Long> from, SortedMap<Integer, Long> to) {

    /** As a request has it, to ask for the same again. */
    Map<String, Object> asSource() {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("topic", topic);
        source.put("from", byName(from));
        source.put("to", byName(to));
        return source;
    }

    private static Map<String, Long> byName(SortedMap<Integer, Long> offsets) {
        Map<String, Long> named = new TreeMap<>();
        offsets.forEach((partition, offset) -> named.put(String.valueOf(partition), offset));
        return named;
    }
}
