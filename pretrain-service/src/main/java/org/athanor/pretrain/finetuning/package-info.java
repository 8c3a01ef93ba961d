/**
 * Supervised fine-tuning on prompts and completions or on chats: the run kind {@code finetune}. Short
 * examples share a row in which they do not see each other; only what the assistant says, with the end of its turn, counts in the loss.
 */
package org.athanor.pretrain.finetuning;
