/** Digests of content. */
package org.athanor.kit.digest;
