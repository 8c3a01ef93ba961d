/**
 * What every Athanor service stands on: durable runs, the transactional outbox and inbox, the
 * artifact store, problems as {@code application/problem+json}, topics and schema created at start,
 * health. The kit knows no service and no model; {@code docs/service-kit.md} is the recipe for one.
 */
package org.athanor.kit;
