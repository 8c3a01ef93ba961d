/** Work on many threads whose results keep their order. */
package org.athanor.tokenizer.work;
