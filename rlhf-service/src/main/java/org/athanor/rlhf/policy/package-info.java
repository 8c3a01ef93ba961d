/**
 * The loop: roll out, score, estimate advantages, update. {@link
 * org.athanor.rlhf.policy.PpoHandler} takes the run from the queue, {@code PpoRun} is the loop
 * itself.
 */
package org.athanor.rlhf.policy;
