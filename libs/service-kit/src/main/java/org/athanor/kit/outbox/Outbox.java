package org.athanor.kit.outbox;

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
    void append(Topic topic, Event event);
}
