package org.athanor.kit.outbox;

/** A row of the outbox: a record to send. */
record OutboxRecord(long id, String topic, String key, byte[] value) {}
