/** Datasets as this service reads them: two splits, examples with masks, and their tokenizer. */
package org.athanor.pretrain.dataset;
