/**
 * The bridge between Java and the tensor library. The model is TorchScript text, written by hand and
 * kept as resources; this package writes it into an archive, loads it once and calls its methods.
 * Java owns every tensor that outlives a call; scripts are pure functions over what they are given.
 */
package org.athanor.transformer.engine;
