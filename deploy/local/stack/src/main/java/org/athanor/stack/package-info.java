/**
 * A real Kafka broker and a real PostgreSQL on one machine, from Maven Central artifacts and without a container
 * engine. {@link org.athanor.stack.kafka} runs the broker, {@link org.athanor.stack.postgres} the database; {@link
 * org.athanor.stack.process} starts child processes that never outlive the launcher, and {@link org.athanor.stack.net}
 * says which port is free and who holds one that is not.
 */
package org.athanor.stack;
