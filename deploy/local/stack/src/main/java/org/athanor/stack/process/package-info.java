/**
 * Child processes that a terminal's Ctrl-C does not reach (they live in a session of their own) and that end when the
 * launcher does, even when it was killed: each holds one end of a pipe whose other end only the launcher has.
 */
package org.athanor.stack.process;
