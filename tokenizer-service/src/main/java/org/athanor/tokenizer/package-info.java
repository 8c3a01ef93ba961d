/** Corpora become tokenizers and token datasets. See each feature's own package. */
package org.athanor.tokenizer;
