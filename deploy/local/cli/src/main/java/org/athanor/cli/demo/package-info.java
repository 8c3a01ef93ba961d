/**
 * The whole life of a model with one command: the stages of {@code ./athanor demo}, the program that
 * stands in for an annotator, and the closing table.
 */
package org.athanor.cli.demo;
