/**
 * Learns byte-level BPE merges from a corpus: pieces are counted on all cores, then the most
 * frequent pair is merged until the vocabulary is full. The run kind {@code tokenizer}.
 */
package org.athanor.tokenizer.training;
