/**
 * Models for other programs: as one GGUF file that llama.cpp runs, converted while it is sent, or
 * file by file as they lie in Hugging Face's layout.
 */
package org.athanor.pretrain.export;
