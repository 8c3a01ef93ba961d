/** Datasets in the making: the pieces that replicas of tokenizer-service share out among them. */
package org.athanor.contracts.dataset;
