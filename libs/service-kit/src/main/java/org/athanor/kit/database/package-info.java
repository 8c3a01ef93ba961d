/**
 * The service's PostgreSQL schema. Flyway runs in the background ({@code db/kit} of the kit, {@code
 * db/migration} of the service), so that a service starts while the database is away, says that it
 * is not ready and mends itself when the database is back.
 */
package org.athanor.kit.database;
