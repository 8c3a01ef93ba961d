/**
 * Supervised fine-tuning on prompts and completions or on chats: the run kind {@code finetune}. One
 * example a row; only what the assistant says, with the end of its turn, counts in the loss.
 */
package org.athanor.pretrain.finetuning;
