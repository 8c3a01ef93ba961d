/** A benchmark of the engine on the machine at hand, as JSON. */
package org.athanor.transformer.bench;
