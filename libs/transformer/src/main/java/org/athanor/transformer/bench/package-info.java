/**
 * Benchmarks on the machine at hand, as JSON: how fast the engine is, whether it learns, and how fast
 * tokenizers are beside others'.
 */
package org.athanor.transformer.bench;
