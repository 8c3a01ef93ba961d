package org.athanor.contracts;

/**
 * A fact in the past tense, or a request, that travels on a topic. Implementations are immutable
 * records, validated on construction; {@link EventType} gives each its CloudEvents type and {@link
 * Topics} its topic.
 */
public interface Event {

    /** The record key: the id whose order matters on the event's topic. */
    String key();
}
