package org.athanor.tokenizer.corpus;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of a topic between two offsets of each partition, partition by partition.
 *
 * @param topic one of {@code athanor.corpus.kafka.topics}
 * @param from the first offset by partition; the oldest there is when absent
 * @param to the offset after the last one by partition; partitions that it does not name are not
 *     read. When absent, the end of every partition at the time the run starts
 */
public record KafkaSource(
        @NotBlank @Size(max = 249) String topic,
        @Size(max = 10_000)
                Map<@NotNull @PositiveOrZero Integer, @NotNull @PositiveOrZero Long> from,
        @Size(min = 1, max = 10_000)
                Map<@NotNull @PositiveOrZero Integer, @NotNull @PositiveOrZero Long> to) {

    public KafkaSource {
        from = from == null ? Map.of() : new TreeMap<>(from);
        to = to == null ? null : new TreeMap<>(to);
    }
}
