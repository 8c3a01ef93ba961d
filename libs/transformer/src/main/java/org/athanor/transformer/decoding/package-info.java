/** Sampling: batches of ragged prompts against a cache of keys and values. */
package org.athanor.transformer.decoding;
