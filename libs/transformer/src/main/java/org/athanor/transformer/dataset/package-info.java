/**
 * Token datasets on disk and the order in which training reads them. A split named {@code train} is
 * the files {@code train.tokens} (every document's ids, one after the other), {@code
 * train.documents} (where each starts) and, for fine-tuning, {@code train.mask} (which tokens count
 * in the loss). All three are memory-mapped: a dataset larger than memory trains as a small one
 * does.
 *
 * <p>Layout, little-endian: a header of 32 bytes (eight bytes of magic, u32 version 1, u32 bytes an
 * element, u64 elements, u64 extra), then the elements. Tokens are u16 when the vocabulary (the
 * extra field) fits, else u32; documents are documents + 1 offsets of u64, in tokens, from 0 to the
 * number of tokens; the mask is a byte a token, 0 or 1.
 */
package org.athanor.transformer.dataset;
