/**
 * The safetensors file format: eight bytes with the length of a JSON header, the header with each
 * tensor's type, shape and place, then the tensors' bytes. Readers map the file and believe nothing that
 * the header says before it is checked; writers stream and leave either a whole file or none.
 */
package org.athanor.transformer.safetensors;
