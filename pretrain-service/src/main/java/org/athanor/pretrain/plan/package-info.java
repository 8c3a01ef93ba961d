/**
 * What a model costs, before anything is spent: presets, parameters, memory for training and for
 * serving, operations a token, and whether that fits. A run whose plan does not fit is refused here.
 */
package org.athanor.pretrain.plan;
