/**
 * GGUF, the one-file format of llama.cpp: a header with typed metadata (the model's shape and its
 * tokenizer), each tensor's name, shape, type and place, then the tensors' bytes, aligned. {@link
 * org.athanor.transformer.gguf.GgufExport} makes such a file of a model in Hugging Face's layout, in
 * pieces of bounded size; {@link org.athanor.transformer.gguf.GgufReader} maps one and believes
 * nothing that it says before it is checked.
 */
package org.athanor.transformer.gguf;
