/**
 * Reads text from files, folders, uploads and the class path into a corpus artifact: one {@code
 * documents.jsonl}, streamed, never whole in memory. Documents that cannot be used are set aside and
 * counted; a source that is damaged fails the run, naming the source and the offset. The run kind
 * {@code corpus}; tokenizer training and datasets read corpora through {@link
 * org.athanor.tokenizer.corpus.CorpusDocuments}.
 */
package org.athanor.tokenizer.corpus;
