/**
 * How good the policy is on held-out prompts, before and after: the reward model's score, the
 * divergence from the reference under the policy's own samples, length and ends.
 */
package org.athanor.rlhf.evaluation;
