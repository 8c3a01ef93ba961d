/**
 * The transactional outbox: a database change and its event leave together or not at all. {@link
 * org.athanor.kit.outbox.Outbox#append} writes a CloudEvent to a table within the caller's
 * transaction; a relay sends it right after the commit, keeps the order of each key, and goes on
 * when a broker that was away is back.
 */
package org.athanor.kit.outbox;
