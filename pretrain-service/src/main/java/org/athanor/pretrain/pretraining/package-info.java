/** Next-token pre-training of a new model on running text: the run kind {@code pretrain}. */
package org.athanor.pretrain.pretraining;
