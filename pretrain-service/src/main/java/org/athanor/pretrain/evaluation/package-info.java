/**
 * What a model pays for the validation split, in nats a token and bits a byte: measured while
 * training, and by itself as the run kind {@code evaluate}.
 */
package org.athanor.pretrain.evaluation;
