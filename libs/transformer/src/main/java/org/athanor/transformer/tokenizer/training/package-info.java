/**
 * Learns the merges of byte-level BPE from text: {@link
 * org.athanor.transformer.tokenizer.training.BpeTraining}. Pieces are counted on all cores, in tables
 * that spill sorted runs to disk when they are full. Words lie in one array of symbols, and a merge
 * visits only the positions of its pair. What is too large for the memory given lies in files; the
 * vocabulary is the same.
 */
package org.athanor.transformer.tokenizer.training;
