/** Benchmarks of the engine on the machine at hand, as JSON: how fast it is, and whether it learns. */
package org.athanor.transformer.bench;
