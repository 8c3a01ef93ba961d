package org.athanor.tokenizer.cleaning;

import org.athanor.tokenizer.cleaning.PersonalDataParameters.Kind;

/**
 * A piece of personal data in a text.
 *
 * @param start index of its first character
 * @param end index after its last
 */
record Span(Kind kind, int start, int end) {}
