/**
 * Reads text from files, archives, uploads, buckets, databases, topics and Maven artifacts into a
 * corpus artifact: one {@code documents.jsonl}, streamed, never whole in memory. A {@code Source} of a
 * request is resolved to {@code OpenableSource}s, their {@code SourceStreams} are cut into {@code
 * RawDocument}s by the format, and {@code CorpusReader} keeps or sets aside. Documents that cannot be
 * used are counted; a source that is damaged fails the run or is counted, naming the source and the
 * offset. The run kind {@code corpus}; tokenizer training and datasets read corpora through {@link
 * org.athanor.tokenizer.corpus.CorpusDocuments}.
 */
package org.athanor.tokenizer.corpus;
