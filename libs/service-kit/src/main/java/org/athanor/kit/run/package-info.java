/**
 * Durable runs: one long piece of work each, kept in the service's schema, requested by REST or by
 * an event, claimed by a replica under a lease and resumed by another when the first is killed.
 *
 * <p>A service contributes {@link org.athanor.kit.run.RunHandler} beans. A service without runs sets
 * {@code athanor.run.enabled=false} in its application.properties (read at build time), which leaves
 * out the worker, the REST resources and the consumer of the request topic.
 */
package org.athanor.kit.run;
