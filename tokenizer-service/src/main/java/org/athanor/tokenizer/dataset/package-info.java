/**
 * Encodes a corpus into memory-mappable token shards, divided into training and validation by the
 * hash of each document, and says which document a token came from. The run kind {@code dataset};
 * the files are those of {@code org.athanor.transformer.dataset}. Pieces of the corpus are shared out
 * among all replicas' threads; those that an earlier dataset holds are copied from it.
 */
package org.athanor.tokenizer.dataset;
