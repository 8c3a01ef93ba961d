/**
 * What a tokenizer and a dataset are like, in figures: an artifact of kind {@code report} with
 * {@code report.json} for programs and {@code report.html}, one page without any other file, for
 * people. Both are made of a sample of bounded size, the same one for the same artifact.
 */
package org.athanor.tokenizer.report;
