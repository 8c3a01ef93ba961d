/**
 * The loop that pre-training and fine-tuning share: steps, measurements, checkpoints, exact resume,
 * and the model that comes out.
 */
package org.athanor.pretrain.training;
