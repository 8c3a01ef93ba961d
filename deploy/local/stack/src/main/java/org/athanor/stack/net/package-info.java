/** Loopback ports: which is free, and which process holds one that is not. */
package org.athanor.stack.net;
