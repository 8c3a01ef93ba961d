/**
 * Reward models: a fine-tuned model's body under a fresh scalar head learns the judgements of a
 * feedback snapshot by the Bradley-Terry model, is measured on prompts that it never saw, and is
 * normalised so that the answers of the model it came from score 0 on average with a standard
 * deviation of 1.
 */
package org.athanor.reward.training;
