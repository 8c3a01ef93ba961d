/**
 * Learns byte-level BPE merges from a corpus: the run kind {@code tokenizer}. The work is the
 * library's {@link org.athanor.transformer.tokenizer.training.BpeTraining}; here it is fed, watched
 * and stopped.
 */
package org.athanor.tokenizer.training;
