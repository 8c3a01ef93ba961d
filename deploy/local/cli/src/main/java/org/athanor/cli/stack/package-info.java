/**
 * The stack on this machine: {@link org.athanor.cli.stack.LocalStack} starts Kafka, PostgreSQL and the services,
 * restarts what dies, and stops all in order; the commands {@code up}, {@code down}, {@code status} and {@code logs}
 * are its face.
 */
package org.athanor.cli.stack;
