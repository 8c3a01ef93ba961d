/**
 * Creates the topics that this service owns ({@link org.athanor.contracts.Topics#ownedBy}) and the
 * dead-letter topics of its channels, when they are missing. Nothing relies on auto-creation; while
 * the broker is away the service waits, and says in its readiness that it does.
 */
package org.athanor.kit.topic;
