/** The run kind {@code merge}: an adapter worked into the weights of its base model. */
package org.athanor.pretrain.merging;
