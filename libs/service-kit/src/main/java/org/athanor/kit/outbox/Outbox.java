package org.athanor.kit.outbox;

import java.util.List;
import org.athanor.contracts.Event;
import org.athanor.contracts.Topic;

/**
 * Events that leave with the transaction that caused them: written to a table beside the change,
 * sent by a relay right after the commit, at least once and, for one key, in order.
 */
public interface Outbox {

    /**
     * @param topic for example {@code Topics.FEEDBACK_EVENT}; must carry this kind of event
     * @throws IllegalStateException when no transaction is active
     */
    default void append(Topic topic, Event event) {
        appendAll(topic, List.of(event));
    }

    /** Several events of one topic, in their order. */
    void appendAll(Topic topic, List<? extends Event> events);
}
