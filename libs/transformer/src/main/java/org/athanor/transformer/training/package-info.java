/**
 * Training steps: next-token cross-entropy over micro-batches, AdamW or Muon on f32 masters, learning-rate
 * schedules, and checkpoints from which training continues bit by bit.
 */
package org.athanor.transformer.training;
