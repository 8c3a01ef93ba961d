/**
 * What happens to documents between the sources and the corpus: repair, filters, redaction and the
 * removal of duplicates. Every step is optional, counted and reported in {@code cleaning.json}. The
 * steps that judge a document by itself run on all cores; those that compare documents sort short
 * records on disk, so that memory does not grow with the corpus (ADR-0015). The same documents give
 * the same corpus and the same report, on any number of threads.
 */
package org.athanor.tokenizer.cleaning;
