package org.athanor.contracts;

import java.util.List;
import java.util.Objects;

/**
 * A versioned Kafka topic: who owns (and therefore creates) it, what its record key means and which
 * events it carries.
 *
 * @param name for example {@code runs.event.v1}
 * @param keyMeaning what the record key is, in words, for example "run id"
 * @param owners the services that create it when it is missing
 * @param compacted whether the last record of a key is enough
 * @param events the records it carries
 */
public record Topic(
        String name,
        String keyMeaning,
        List<String> owners,
        boolean compacted,
        List<Class<? extends Event>> events) {

    /** At least so many partitions, so that four replicas can share the work. */
    public static final int PARTITIONS = 4;

    public Topic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(keyMeaning, "keyMeaning");
        owners = List.copyOf(owners);
        events = List.copyOf(events);
    }

    /** The dead-letter topic of one of this topic's consumers. */
    public String deadLetter(String consumer) {
        return name + "." + consumer + ".dlq";
    }
}
