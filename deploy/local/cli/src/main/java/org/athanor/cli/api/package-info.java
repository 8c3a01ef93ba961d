/**
 * The services' REST API as the command line calls it: like any client, over HTTP, with an
 * idempotency key on everything that starts work, so that a call can be repeated when a service was
 * away.
 */
package org.athanor.cli.api;
