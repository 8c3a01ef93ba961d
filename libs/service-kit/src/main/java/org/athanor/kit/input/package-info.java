/** Bytes from outside, of which there may be more than anybody should take. */
package org.athanor.kit.input;
