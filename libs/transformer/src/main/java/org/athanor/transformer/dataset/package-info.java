/**
 * Token datasets on disk and the order in which training reads them. A split named {@code train} is
 * the files {@code train.tokens} (every document's ids, one after the other), {@code
 * train.documents} (where each starts) and, for fine-tuning, {@code train.mask} (which tokens count
 * in the loss); {@code train.index} and {@code train.sources} say where each document came from. All
 * are memory-mapped: a dataset larger than memory trains as a small one does. A split that is longer
 * than its layout's shard is several such sets of files, {@code train-00000} and so on, whole
 * documents each; its readers see one split.
 *
 * <p>Layout, little-endian: a header of 32 bytes (eight bytes of magic, u32 version 1, u32 bytes an
 * element, u64 elements, u64 extra), then the elements. Tokens are u16 when the vocabulary (the
 * extra field) fits, else u32; documents are documents + 1 offsets of u64, in tokens, from 0 to the
 * number of tokens, and their extra field says of how many shards this is one (0 of one); the mask is
 * a byte a token, 0 or 1. The index is 32 bytes a document: 16 of its content's sha256, then u48
 * offset in its source and u48 id in the corpus, each above one half of a u32: the place of its
 * source's name in the table of sources. There a name is a u32 length and so many bytes of UTF-8.
 */
package org.athanor.transformer.dataset;
