/**
 * Prompts in, answers out: batches of prompts in a seeded order, and what the current policy samples
 * on them from its full distribution (no top-k, no top-p), cut after the first end token.
 */
package org.athanor.rlhf.rollout;
