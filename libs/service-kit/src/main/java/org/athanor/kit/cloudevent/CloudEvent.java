package org.athanor.kit.cloudevent;

import java.time.Instant;
import org.athanor.contracts.Event;

/**
 * An event with its envelope. {@code source} and {@code id} together are unique.
 *
 * @param source for example {@code /athanor/pretrain}
 * @param time when it was recorded, or null where the sender did not say
 */
public record CloudEvent(String id, String source, Instant time, Event data) {}
