/**
 * Sampling: batches of ragged prompts against a cache of keys and values, each row with an adapter of its
 * own if it has one.
 */
package org.athanor.transformer.decoding;
