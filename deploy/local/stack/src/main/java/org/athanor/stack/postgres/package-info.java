/**
 * PostgreSQL from the binaries that Maven Central carries, run by our own hands because kept data asks for it: fsync on,
 * passwords (scram) for everyone, loopback only, no unix socket. Works as root and as anybody else.
 */
package org.athanor.stack.postgres;
