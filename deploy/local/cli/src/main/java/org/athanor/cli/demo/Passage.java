package org.athanor.cli.demo;

/**
 * A sentence cut in two: what the model is given and what it should go on with.
 *
 * @param prompt the opening
 * @param completion the continuation to the end of the sentence
 */
record Passage(String prompt, String completion) {}
