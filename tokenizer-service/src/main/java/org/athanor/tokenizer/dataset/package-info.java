/**
 * Encodes a corpus into memory-mappable token shards, divided into training and validation by the
 * hash of each document. The run kind {@code dataset}; the files are those of {@code
 * org.athanor.transformer.dataset}.
 */
package org.athanor.tokenizer.dataset;
